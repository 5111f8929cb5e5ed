export { checkRoutes, type RouteCheck, type RoutedCluster, type RouteGroup } from './check-routes';
export { virtualServiceObject, type VirtualServiceProps } from './virtual-service';
