export type { RouteDeclaration, ServiceDeclaration, TeamDeclaration } from './declaration';
export type { FunctionSpec } from './function-spec';
export { editorSchemas } from './editor-schemas';
export { loadCatalog, type Catalog } from './load';
export type { CatalogFunction } from './load-function';
export { conventionalPrefix, REACHABLE_PREFIX } from './names';
export {
  checkNewNames,
  newFunctionText,
  newPathProblem,
  newTeamText,
  type NewFunction,
  type NewPath,
  type NewTeam,
} from './new-function';
export type { Target } from './overlays';
export { codeowners, isCodeowners } from './owners';
export { placeInFunction } from './route-place';
export { packSpecs, type PackedSpecs } from './packed-specs';
export { METHODS, RUNTIMES } from './schema';
