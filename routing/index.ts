export { budgetOf, withinBudget, type Budget } from './budget';
export { type RouteProblem, type Spot } from './problem';
export { checkTables, type CheckedTable, type TableCheck } from './check-tables';
export { difference, type Difference } from './difference';
export { arrive, type GatewayRequest } from './request';
export { resolver, type Resolver } from './resolve';
export { routeFacts, type RouteFacts } from './route-facts';
export { referenceTo, routeTables, type RouteList, type RouteTable, type RouteTables } from './route-table';
export { type RoutingRules } from './rules';
