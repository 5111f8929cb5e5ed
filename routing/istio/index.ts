export { knownServices, type KnownServices } from './service-names';
export { type ConnectionRoute, type ConnectionTable } from './connection-tables';
export { isAlwaysBefore, settlesOrder } from './member-order';
export { isMesh } from './full-names';
export { objectsOf, type ReadVirtualService, type VirtualServiceRemark } from './read-virtual-service';
export { isGateway } from './object-kinds';
export {
  objectOf,
  referenceTo,
  routeListOf,
  routeTables,
  type RouteList,
  type RouteTable,
  type RouteTables,
} from './route-table';
export { onlyPorts, type OnlyPorts } from './only-ports';
export { spellMatch, spellMiss } from './spell-match';
