export { addLiveOptions, gather, isLive, liveUsageProblem, type LiveOptions } from './live-options';
export { readClusters } from './read-clusters';
export { addStatus } from './status';
