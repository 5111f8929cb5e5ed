export { EJECTION_PERCENT, namedRevisions } from './bounds-rules';
export { consentsTo } from './consents';
export { headerConditions } from './cookie-match';
export { declaredDelay, declaredTimes } from './declared-times';
export { type RouteDeclaration, type ServiceDeclaration, type TeamDeclaration } from './declaration';
export { withNewEntry } from './yaml-edits';
export { removeFunction, renameFunction, type CatalogEdit, type EditProblem } from './edit-catalog';
export { editorSchemas } from './editor-schemas';
export {
  functionSecurity,
  loosestOf,
  podSecurityLevel,
  securityReason,
  type FunctionSecurity,
  type PodSecurityLevel,
} from './function-security';
export { isAnsweredByEnvoy } from './answered-by-envoy';
export { isKnative, type Backend, type HostBackend } from './backend';
export { backendLists, backendsOf, type FunctionSpec, type RouteOfFunction } from './function-spec';
export { forwardedPaths, type GatewayPassage, type Refusal } from './gateway-passage';
export { keptPaths, throughIngressGateway } from './java-gateway';
export { loadCatalog, readTeams, type Catalog } from './load';
export { type CatalogFunction } from './load-function';
export {
  checkNewNames,
  newFunctionText,
  newPathProblem,
  newTeamText,
  type NewFunction,
  type NewPath,
  type NewTeam,
} from './new-function';
export { type Target } from './overlays';
export { longestPrefix, pathOwnerships, type PathOwnership } from './path-ownership';
export { codeowners, isCodeowners } from './codeowners';
export { packSpecs } from './packed-specs';
export { refusedClaims } from './prefix-owners';
export { allBack, finishRollout, nextStep, stepBack } from './rollout-edits';
export { spellStep } from './rollout-stages';
export { rolloutStatus, type RolloutStatus, type StageStatus } from './rollout-status';
export { startRollout, type NewRollout } from './start-rollout';
export { placeInFunction } from './route-place';
export { containersOf, type ContainerDeclaration } from './container-rules';
export { OWN_CONTAINER } from './pod-rules';
export { isReadOnly, type VolumeDeclaration } from './volume-rules';
export { BESIDE_DEFAULTS, containerResources, type ContainerResources } from './function-resources';
export { METHODS } from './match-schema';
export { secretIn } from './secret-literals';
export { serviceProblems } from './service-problems';
export { spellRouteMatch } from './spell-match';
