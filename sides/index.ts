export { openSides, type OpenedSide, type OpenedSides, type SidesRequest } from './open-sides';
