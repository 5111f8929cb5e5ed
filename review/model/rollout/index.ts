export { type HostTables } from './applied-hosts';
export { type Rollout, type RolloutNeed } from './rollout';
export { groupRollouts } from './rollout-groups';
export { rolloutsOf } from './rollouts';
