export { checkEnvironments, checkVersions, environmentFindings, type EnvironmentProblem } from './check';
export { checkDelivery } from './check-delivery';
export { destinationOf, type ArgoCd, type Delivery, type Destination, type Flux } from './delivery';
export {
  hasHttpChallenge,
  platformOf,
  servesDomain,
  servingDomains,
  type Cluster,
  type Domain,
  type DomainController,
  type Environment,
  type GatewayNetwork,
  type GatewayWorkload,
  type Peers,
} from './environment';
export { exposesNothing, listedExposure, type DomainExposure, type ListedExposure } from './exposure';
export { GATEWAY_THREADS, requestBound, type WorkloadScaling } from './gateway-load';
export { javaServicePath, type JavaServices } from './java-services';
export { registryPorts, type GatewayService, type Registry } from './reachability';
export { readInventory, type Inventory, type ReadInventory } from './read';
