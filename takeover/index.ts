export { compareCluster, type ComparedHost, type RenderedService } from './compare-cluster';
export { takenOverName } from './collect-functions';
export { type ImportedFunction } from './declare-functions';
export { deadMatches } from './dead-rules';
export { declareVirtualService, type DeclaredVirtualService } from './declare-service';
export { type TeamRules } from './identify';
export { type ProposedCatalog, proposeCatalog, type Decisions } from './propose-catalog';
export { type Correction, type CorrectionKind, type Outside } from './remarks';
export {
  functionHosts,
  pickRoutes,
  type FoundRoutes,
  type HostPattern,
  type LeftAlone,
  type SourceCluster,
} from './source-cluster';
export { spellObjects, type RespelledObject } from './spell-objects';
export { servicesOfFunctions, type FoundService } from './service-of-function';
