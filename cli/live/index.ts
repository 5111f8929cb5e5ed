export { addLiveOptions, gather, isLive, liveUsageProblem, type LiveOptions } from './live-options';
export { openClusters, type OpenedClusters } from './open-clusters';
export { readClusters } from './read-clusters';
export { addStatus } from './status';
