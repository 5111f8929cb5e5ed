export { apiServer, UnreachableServer, type ApiServer, type ServerAnswer } from './api-server';
export {
  groupKindOf,
  type ClusterTarget,
  type LiveCluster,
  type LiveProblem,
  type UnreadResource,
} from './live-cluster';
export { groupsOf, LIVE_RESOURCES, type LiveResource } from './live-resources';
export { openContexts, type Contexts } from './open-context';
export { readDump } from './read-dump';
export { readLive } from './read-live';
export { renderedVersions } from './rendered-versions';
