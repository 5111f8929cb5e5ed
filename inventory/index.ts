export { checkEnvironments, checkVersions } from './check';
export { checkDelivery } from './check-delivery';
export { destinationOf, type ArgoCd, type Delivery, type Destination, type Flux } from './delivery';
export {
  hasHttpChallenge,
  KFAAS_NAMESPACE,
  platformOf,
  servingDomains,
  type Cluster,
  type Domain,
  type DomainController,
  type Environment,
  type GatewayNetwork,
  type GatewayWorkload,
  type Peers,
} from './environment';
export { GATEWAY_THREADS, requestBound, type WorkloadScaling } from './gateway-load';
export { registryPorts, type GatewayService, type Registry } from './reachability';
export { readInventory, type Inventory, type ReadInventory } from './read';
