export { checkFunctions, type Compatibility, type VersionedCluster } from './check-functions';
