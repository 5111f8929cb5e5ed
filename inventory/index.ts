export { checkEnvironments, checkVersions } from './check';
export { checkDelivery } from './check-delivery';
export { destinationOf, type ArgoCd, type Delivery, type Destination, type Flux } from './delivery';
export {
  KFAAS_NAMESPACE,
  platformOf,
  servingDomains,
  type Cluster,
  type Domain,
  type Environment,
  type GatewayWorkload,
  type Peers,
} from './environment';
export { readInventory, type Inventory, type ReadInventory } from './read';
