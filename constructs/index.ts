export { clusterRoutes, type RenderedRoutes, type RenderedRule } from './cluster-routes';
export { renderClusters, RENDERED_MARK, type ClusterPlatform } from './render';
export { placementOf, routedCluster, versionedCluster } from './routed-cluster';
