export { type RouteGroup } from './check-cluster';
export { checkRoutes, type ForeignByCluster, type RouteCheck } from './check-routes';
export { foreignName, type ForeignVirtualService } from './foreign-virtual-service';
export { type RoutedCluster } from './routed-cluster';
export { virtualServiceObject, type VirtualServiceProps } from './virtual-service';
