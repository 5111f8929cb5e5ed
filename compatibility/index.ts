export { checkConfinement } from './check-confinement';
export { checkFunctions, type Compatibility, type VersionedCluster } from './check-functions';
