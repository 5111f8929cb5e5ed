export type { RouteDeclaration, ServiceDeclaration, TeamDeclaration } from './declaration';
export type { FunctionSpec } from './function-spec';
export { editorSchemas } from './editor-schemas';
export { loadCatalog, type Catalog } from './load';
export type { CatalogFunction } from './load-function';
export { REACHABLE_PREFIX } from './names';
export type { Target } from './overlays';
export { placeInFunction } from './route-place';
export { packSpecs, type PackedSpecs } from './packed-specs';
