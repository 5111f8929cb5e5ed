export { apiServer, UnreachableServer, type ApiServer, type ServerAnswer } from './api-server';
export {
  groupKindOf,
  type ClusterTarget,
  type LiveCluster,
  type LiveProblem,
  type UnreadResource,
} from './live-cluster';
export { groupsOf, LIVE_RESOURCES, PLATFORM_NAMESPACES, type LiveResource } from './live-resources';
export { openContexts, type Contexts, type KubeConfigRequest } from './open-context';
export { readDump } from './read-dump';
export { readLive, type LiveRead } from './read-live';
export { renderedVersions, type RenderedVersions } from './rendered-versions';
