export { type OutcomeNames } from './compared-outcomes';
export { connectionChanges, meshConnectionChanges, type ConnectionChange } from './connection-changes';
export { equivalentBindings, joinedEquivalents } from './equivalent-changes';
export { compareLists, type ListComparison } from './host-comparison';
export {
  type Answer,
  type EquivalentChange,
  type RequestChange,
  type RequestReview,
  type RequestSet,
} from './request-change';
export { joinedChanges, type ComparedSnapshot, type UnlocatedChange } from './request-changes';
export { requestSet } from './request-set';
export { joinedTrees } from './joined-trees';
export { type RouteTree, type RouteTreeNode, type RouteTreeRoute } from './route-tree';
export { sharedPorts } from './shared-ports';
export { keptMembers, snapshotRoutes, type SnapshotRoutes } from './snapshot-routes';
export { isOfGateway, sameSource } from './source-tables';
export { listPairs, redirectsAlike, tablePairs, type ListPair, type TablePair } from './table-pairs';
export { unservedRoutes, type UnservedRoute } from './unserved-routes';
