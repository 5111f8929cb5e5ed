export { checkCalls, type CallingCluster } from './check-calls';
export { checkConfinement } from './check-confinement';
export { checkExposure, type ExposingCluster } from './check-exposure';
export { checkTimeouts, type TimedCluster } from './check-timeouts';
export { checkPreflights } from './check-preflights';
export { checkFlags } from './check-flags';
export { checkFunctions, type Compatibility, type VersionedCluster } from './check-functions';
export { checkGatewayPaths, type ForwardingCluster } from './check-gateway-paths';
export { exposedFunctions, exposedPaths, isExposed, type ExposedPath } from './exposed-paths';
