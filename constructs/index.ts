export { renderClusters, RENDERED_MARK, type ClusterPlatform } from './render';
export { placementOf, routedCluster } from './routed-cluster';
