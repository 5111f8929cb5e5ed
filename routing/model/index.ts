export { findAssignment, type Assignment } from './assignment';
export { takesValue, type Condition, type Dimension, type DimensionValue, type Domain } from './condition';
export { durationOf } from './effective-outcome';
export { destinationsOf, outcomeKeys, type Destination, type Outcome } from './outcome';
export { isRemarked, remarked, type MatchRemark } from './remark';
export { meetsConditions, routedRequest, type Route, type RoutedRequest } from './route';
export { type RoutingRules } from './rules';
