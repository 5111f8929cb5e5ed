export { type FieldChange } from './field-change';
export { type ObjectChange, type ObjectName } from './object-change';
export {
  autoscalingMaximum,
  certifiedHosts,
  openedPeers,
  policyPeers,
  policyScope,
  servedHosts,
} from './object-facts';
export { type HostRole, type PublicHost } from './public-hosts';
export { type ClusterName, type HostPlace, type ObjectPlace } from './place';
export {
  type Answer,
  type EquivalentChange,
  type RequestChange,
  type RequestReview,
  type RequestSet,
} from './request-change';
export { type RouteTree, type RouteTreeNode, type RouteTreeRoute } from './route-tree';
export { type Rollout, type RolloutNeed, type RolloutStep } from './rollout';
export { type ClusterPair, type Side, type SideCluster, type SideFile } from './side';
export {
  clusterPairs,
  readSide,
  saidIstio,
  type AssumedVersion,
  type IstioVersions,
  type ReadSide,
} from './clusters';
export { objectChanges } from './object-changes';
export { hostOfService, serviceChanges, type ServiceChanges } from './service-changes';
export { type UnservedRoute } from './unserved-routes';
export { requestReview, type RequestsAndRollouts } from './request-review';
