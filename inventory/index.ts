export { checkEnvironments, checkVersions, environmentFindings, type EnvironmentProblem } from './check';
export { checkDelivery } from './check-delivery';
export { destinationOf, type ArgoCd, type Delivery, type Destination, type Flux } from './delivery';
export { hasHttpChallenge, servesDomain, type Domain, type DomainController } from './domain';
export {
  platformOf,
  servingDomains,
  type Cluster,
  type Environment,
  type GatewayNetwork,
  type GatewayWorkload,
  type Peers,
} from './environment';
export { exposesNothing, listedExposure, type DomainExposure, type ListedExposure } from './exposure';
export {
  BUSY_THREADS,
  GATEWAY_THREADS,
  OPEN_REQUESTS,
  requestBound,
  type WorkloadScaling,
} from './gateway-load';
export {
  connectedJavaPlatforms,
  type ConnectedJavaPlatform,
  type FurtherJavaPlatform,
} from './java-platforms';
export { javaServicePath, type JavaServices } from './java-services';
export { guardAction, type Guard, type GuardAction } from './guard';
export { type AlertSettings, type Monitoring } from './monitoring';
export { registryPorts, type GatewayService, type Registry } from './reachability';
export { type Reader } from './readers';
export { readInventory, type Inventory, type ReadInventory } from './read';
