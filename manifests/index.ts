export { openOutputTree, type OutputTree, type TreeChange } from './output-tree';
export { renderedChanges, type ChangedLine, type RenderedChange } from './rendered-change';
export { openRunRecord, type Rendered, type RunRecord } from './run-record';
export { toYaml, toYamlDocuments } from './yaml-text';
export {
  readManifestFiles,
  readManifests,
  type ManifestObject,
  type ManifestPlace,
  type ReadManifests,
  type UnreadManifest,
} from './read-manifests';
export { firstOfNames, type FirstOfNames, type RepeatedName } from './repeated-names';
export {
  commitOf,
  git,
  gitLine,
  hasChanged,
  isIgnored,
  objectFormat,
  repositoryProblem,
  type GitProblem,
} from './git';
export { contentKey, manifestStore, type ManifestStore, type StoredManifest } from './manifest-store';
export { folderTree, type ManifestTree } from './manifest-tree';
export { changedTrees, revisionFiles, revisionTree } from './revision-tree';
