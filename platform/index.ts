export { type PlatformVersions } from './component';
export { LOCAL_GATEWAY_PORT } from './local-gateway';
export { platformProfile, type PlatformProfile } from './profile';
export { routingRulesOf, ROUTING_RULES_RANGE, type RoutingRules } from './routing-rules';
