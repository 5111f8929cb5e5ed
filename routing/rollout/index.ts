export { type Precedence, type RolloutStep } from './precedence';
export { rolloutNeeds, type OrderNeed } from './rollout';
export {
  virtualServiceChanges,
  type OwnRoutes,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from './virtual-service-changes';
