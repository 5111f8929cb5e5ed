export { renderClusters, RENDERED_MARK, type ClusterPlatform } from './render';
