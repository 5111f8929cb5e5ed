export { fileCommits, type FileCommit } from './file-commits';
export {
  fileAt,
  commitOf,
  git,
  gitLine,
  hasChanged,
  isIgnored,
  objectFormat,
  pathInRepository,
  repositoryProblem,
  type GitProblem,
} from './git';
export { contentKey, manifestStore, type ManifestStore, type StoredManifest } from './manifest-store';
export { inputFiles, inputProblem, textOfInput, type InputFiles } from './input-files';
export { fileTree, folderTree, type ManifestTree } from './manifest-tree';
export { openOutputTree, type OutputTree, type TreeChange } from './output-tree';
export {
  readInputs,
  readManifestFiles,
  readManifests,
  type ManifestObject,
  type ManifestPlace,
  type PassedOver,
  type ReadManifests,
  type UnreadManifest,
} from './read-manifests';
export { renderedChanges, type ChangedLine, type RenderedChange } from './rendered-change';
export { firstOfNames, type FirstOfNames, type RepeatedName } from './repeated-names';
export { changedTrees, revisionFiles, revisionTree } from './revision-tree';
export { openRunRecord, type Rendered, type RunRecord } from './run-record';
export { toYaml, toYamlDocuments } from './yaml-text';
