export { addMove, addRemove, addRename } from './edit';
export { addRollout } from './rollout';
