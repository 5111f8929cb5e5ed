export { type RouteGroup } from './check-cluster';
export { checkRoutes, type RouteCheck } from './check-routes';
export { type RoutedCluster } from './routed-cluster';
export { virtualServiceObject, type VirtualServiceProps } from './virtual-service';
