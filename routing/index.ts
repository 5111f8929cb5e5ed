export { budgetOf, tableBudget, withinBudget, type Budget } from './budget';
export { type RouteProblem, type Spot } from './problem';
export { checkTables, type CheckedTable, type TableCheck } from './check-tables';
export { difference, type Difference, type DifferenceOptions } from './difference';
export { lostBy, type LostBy } from './lost-by';
export { nearestRoutes } from './nearest-routes';
export { durationOf } from './plain-outcome';
export { destinationsOf, outcomeKeys, type Destination, type Outcome } from './outcome';
export { isMapping, listOf, textOf, type Mapping } from './plain-object';
export { problemOf } from './remark-problems';
export { requestRouter, type OrderRival, type RequestRouter, type RequestWay } from './request-router';
export { spellMatch, spellMiss } from './spell-match';
export { arrive, type GatewayRequest } from './request';
export { resolver, type Resolver } from './resolve';
export { routeFacts, type RouteFacts } from './route-facts';
export { referenceTo, routeTables, type RouteList, type RouteTable, type RouteTables } from './route-table';
export { rolloutNeeds, type OrderNeed } from './rollout';
export { type RoutingRules } from './rules';
export { stdRegexProblem } from './std-regex';
export { shortestPathOutside, shortestRequest, witnessOf } from './witness';
export { type Route } from './route';
export {
  virtualServiceChanges,
  type OwnRoutes,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from './virtual-service-changes';
