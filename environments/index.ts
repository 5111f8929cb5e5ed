export { DELIVERY } from './delivery';
export { ENVIRONMENTS } from './environments';
