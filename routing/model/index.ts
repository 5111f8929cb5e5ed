export { findAssignment, type Assignment } from './assignment';
export { takesValue, type Condition, type Dimension, type DimensionValue, type Domain } from './condition';
export { durationOf } from './effective-outcome';
export { hostSetBy, isHostHeader } from './host-header';
export {
  destinationsOf,
  outcomes,
  type Destination,
  type Outcome,
  type OutcomeRelation,
  type Outcomes,
} from './outcome';
export { isRemarked, leavesUnknown, remarked, type MatchRemark } from './remark';
export { pathRewrite } from './path-rewrite';
export {
  conditionsKey,
  meetsConditions,
  requestsKey,
  routedRequest,
  type RedirectingServer,
  type Route,
  type RoutedRequest,
} from './route';
export { type RoutingRules } from './rules';
