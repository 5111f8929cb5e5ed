export { renderClusters, RENDERED_MARK, type ClusterPlatform, type ManifestFile } from './render';
