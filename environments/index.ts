export { checkEnvironments } from './check';
export { checkDelivery } from './check-delivery';
export { DELIVERY, type Delivery, type Destination } from './delivery';
export { ENVIRONMENTS } from './environments';
export {
  ENVIRONMENT_NAMES,
  KFAAS_NAMESPACE,
  platformOf,
  servingDomains,
  type Cluster,
  type Domain,
  type Environment,
  type GatewayWorkload,
  type Peers,
} from './environment';
