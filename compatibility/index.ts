export { checkConfinement } from './check-confinement';
export { checkTimeouts, type TimedCluster } from './check-timeouts';
export { checkPreflights } from './check-preflights';
export { checkFlags } from './check-flags';
export { checkFunctions, type Compatibility, type VersionedCluster } from './check-functions';
export { checkGatewayPaths, type ForwardingCluster } from './check-gateway-paths';
