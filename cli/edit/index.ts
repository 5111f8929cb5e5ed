export { addMove, addRemove, addRename } from './edit';
