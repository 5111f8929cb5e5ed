export { valuePlaces, type ValuePlaces } from './value-place';
