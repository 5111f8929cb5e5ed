export { type DumpScope } from './cluster-dump';
export { openManifests } from './open-manifests';
export {
  openSnapshots,
  type OpenedSnapshot,
  type OpenedSnapshots,
  type SnapshotsRequest,
} from './open-snapshots';
export {
  apiServer,
  groupKindOf,
  LIVE_RESOURCES,
  openContexts,
  readDump,
  readLive,
  renderedVersions,
  type ClusterTarget,
  type Contexts,
  type LiveCluster,
  type LiveProblem,
} from './live';
