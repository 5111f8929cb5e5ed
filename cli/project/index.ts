export { askedCatalog, type AskedCatalog } from './asked-catalog';
export { clusterNameProblem } from './cluster-name';
export { CODEOWNERS_FILE, codeownersOf, newCodeowners, ownedCatalog } from './codeowners-file';
export { environmentSource } from './environment-source';
export { foreignFolder } from './foreign-folder';
export {
  inventoryOrReport,
  inventoryReport,
  preventedCheck,
  projectInventory,
  projectNames,
} from './inventory';
export { changeSince, outputTree } from './rendered-change';
export { runRecord } from './run-record';
export { checkProject, folderProblem, reportSynth, synthProject } from './synth-project';
export { targetsOf } from './targets';
export { meshConfigOption, meshSettings } from './mesh-config';
export { withEditedFiles } from './edited-files';
