export { COMPONENT_NAMES, KNOWN_RELEASES, type Component, type PlatformVersions } from './component';
export { type VersionedKind } from './api-versions';
export { type Feature } from './features';
export { LOCAL_GATEWAY_PORT, type LocalGateway } from './local-gateway';
export { platformProfile, type PlatformProfile, type VersionProblem } from './profile';
