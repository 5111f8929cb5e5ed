export {
  clusterPairs,
  readSnapshot,
  saidIstio,
  type AssumedVersion,
  type ClusterName,
  type ClusterPair,
  type HostLocation,
  type KnownClusters,
  type ObjectLocation,
  type ReadSnapshot,
  type Snapshot,
  type SnapshotCluster,
  type SnapshotFile,
} from './clusters';
export {
  autoscalingMaximum,
  bindingActions,
  boundOfRequests,
  certifiedHosts,
  egressServices,
  guardPolicy,
  hostOfService,
  hostPathChanges,
  loosenedConfinement,
  matchObjects,
  objectChanges,
  openedPeers,
  policyPeers,
  policyScope,
  servedHosts,
  serviceChanges,
  standardChange,
  virtualServiceGateways,
  type FieldChange,
  type HostRole,
  type ObjectChange,
  type ObjectName,
  type PublicHost,
  type ServiceChanges,
} from './objects';
export { requestReview, type RequestReviewOptions, type RequestsAndRollouts } from './request-review';
export { functionRollouts, type FunctionRollout, type RolloutOnCluster } from './function-rollouts';
export { focusedObjects, focusedRequests, type ReviewFocus } from './focus';
export {
  type Answer,
  type EquivalentChange,
  type ConnectionChange,
  type RequestChange,
  type RequestReview,
  type RequestSet,
  type RouteTree,
  type RouteTreeNode,
  type RouteTreeRoute,
  type UnservedRoute,
} from './requests';
export { type Rollout, type RolloutNeed } from './rollout';
export { type RolloutStep } from '../../routing';
