export { addPlatform } from './platform';
