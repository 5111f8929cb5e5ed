export { openOutputTree, type OutputTree, type TreeChange } from './output-tree';
export { toYaml, toYamlDocuments } from './yaml-text';
