export { addNew } from './new';
