export { type ReadVirtualService, type VirtualServiceRemark } from './read-virtual-service';
export { isGateway } from './read-gateway';
export {
  isOrderSettled,
  referenceTo,
  routeListOf,
  routeTables,
  type RouteList,
  type RouteTable,
  type RouteTables,
} from './route-table';
export { spellMatch, spellMiss } from './spell-match';
