export {
  COMPONENT_NAMES,
  COMPONENTS,
  KNOWN_RELEASES,
  type Component,
  type PlatformVersions,
} from './component';
export {
  changesBetween,
  consequencesOf,
  nextRelease,
  releasesAfter,
  spellVersion,
  type Consequence,
  type NextRelease,
  type VersionChange,
} from './consequences';
export { servedByIstio } from './api-versions';
export {
  ingressTimeout,
  unreadAnnotations,
  type IngressTimeout,
  type UnreadAnnotations,
} from './ingress-annotations';
export { type Assume } from './known-version';
export { KNATIVE_FLAGS, type KnativeFlag, type PodField, type Support } from './knative-pod';
export { missingSecurityFields } from './knative-security';
export { type PlatformOverrides } from './overrides';
export { type PublicGateway } from './local-gateway';
export { platformProfile, type PlatformProfile, type PlatformSettings, type ProfileCheck } from './profile';
export {
  requestTimeouts,
  revisionTimeout,
  type RequestTimeouts,
  type TimeoutSettings,
} from './request-timeouts';
export {
  ROUTING_RULES_RANGE,
  routingRulesOf,
  type PathNormalization,
  type RoutingRules,
} from './routing-rules';
export { servedRuleReader, servesRulesAlike } from './served-rule';
export { PROBLEM_SEVERITY, type VersionProblem } from './version-problem';
export { VIRTUAL_SERVICE_FIELDS, type FieldLife } from './virtual-service-fields';
