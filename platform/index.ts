export { type PlatformVersions } from './component';
export { LOCAL_GATEWAY_PORT } from './local-gateway';
export { platformProfile, type PlatformProfile } from './profile';
