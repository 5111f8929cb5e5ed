export { type FieldChange } from './field-change';
export { fieldChanges } from './field-changes';
export { allowedByRole, boundSubjects } from './access';
export { egressServices } from './egress-services';
export { loosenedConfinement, standardChange } from './confinement';
export { bindingActions, guardPolicy, type GuardPolicy } from './guard-facts';
export { hostPathChanges } from './ingress-paths';
export { isBeyondLimits } from './json-value';
export { type ObjectChange, type ObjectName } from './object-change';
export { matchObjects, type MatchedObjects } from './matched-objects';
export { objectChanges } from './object-changes';
export {
  autoscalingMaximum,
  boundOfRequests,
  certifiedHosts,
  openedPeers,
  policyPeers,
  policyScope,
  servedHosts,
  virtualServiceGateways,
} from './object-facts';
export { type HostRole, type PublicHost } from './public-hosts';
export { hostOfService, serviceChanges, type ServiceChanges } from './service-changes';
