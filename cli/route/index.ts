export { addRoute } from './route';
