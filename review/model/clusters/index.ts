export {
  clusterPairs,
  readSnapshot,
  saidIstio,
  type AssumedVersion,
  type KnownClusters,
  type ReadSnapshot,
} from './clusters';
export { type ClusterName, type HostLocation, type ObjectLocation } from './location';
export { namespaceOfHost, withoutNamespace, type ClusterSides } from './namespaces';
export { type ClusterPair, type Snapshot, type SnapshotCluster, type SnapshotFile } from './snapshot';
