export {
  arrive,
  difference,
  lostBy,
  nearestRoutes,
  requestRouter,
  resolver,
  routeFacts,
  routesAtPath,
  shortestPathOutside,
  shortestRequest,
  witnessOf,
  type Difference,
  type DifferenceOptions,
  type GatewayRequest,
  type LostBy,
  type OrderRival,
  type RequestRouter,
  type RequestWay,
  type Resolver,
  type RouteFacts,
} from './analysis';
export {
  checkTables,
  problemOf,
  type CheckedTable,
  type RouteProblem,
  type MatchPosition,
  type TableCheck,
} from './checks';
export {
  referenceTo,
  routeTables,
  spellMatch,
  spellMiss,
  type RouteList,
  type RouteTable,
  type RouteTables,
} from './istio';
export {
  destinationsOf,
  durationOf,
  outcomeKeys,
  type Destination,
  type Outcome,
  type Route,
  type RoutingRules,
} from './model';
export {
  rolloutNeeds,
  virtualServiceChanges,
  type OrderNeed,
  type Precedence,
  type RolloutStep,
  type OwnRoutes,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from './rollout';
export { budgetOf, stdRegexProblem, tableBudget, withinBudget, type Budget } from './text';
