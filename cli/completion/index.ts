export { addCompletion } from './completion';
