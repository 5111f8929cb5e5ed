export { objectsOf, type ReadVirtualService, type VirtualServiceRemark } from './read-virtual-service';
export { isGateway } from './object-kinds';
export {
  isAlwaysBefore,
  objectOf,
  referenceTo,
  routeListOf,
  routeTables,
  settlesOrder,
  type RouteList,
  type RouteTable,
  type RouteTables,
} from './route-table';
export { spellMatch, spellMiss } from './spell-match';
