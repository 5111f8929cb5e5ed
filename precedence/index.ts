export { checkRoutes, type Group, type RouteCheck, type RoutedCluster } from './check-routes';
