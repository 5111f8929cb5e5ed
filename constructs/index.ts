export { clusterExposure } from './cluster-exposure';
export { clusterRoutes, type RenderedRoutes, type RenderedRule } from './cluster-routes';
export { renderDelivery, type DeliveryFile } from './delivery';
export { type DeliveredFile } from './delivery-parts';
export { workloadRenderer, type FunctionWorkload } from './function-workload';
export { READER, readerRules, type ReaderRules } from './reader-rules';
export { type AccessRule } from './access';
export { renderClusters, type ClusterPlatform, type ManifestFile } from './render';
export { RENDERED_MARK } from './rendered-mark';
export {
  callingCluster,
  exposingCluster,
  forwardingCluster,
  placementOf,
  routedCluster,
  timedCluster,
  versionedCluster,
} from './routed-cluster';
export { ksvcHost } from './names';
