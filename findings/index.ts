export { FINDING_CODES, type FindingCode } from './codes';
export {
  hasErrors,
  inOrder,
  type Finding,
  type Place,
  type RouteReference,
  type Severity,
  type Witness,
} from './finding';
export { nearestWord } from './nearest-word';
export { renderGithub } from './github';
export { renderHuman, summary } from './human';
export { renderJson } from './json';
export { renderSarif, type SarifOptions } from './sarif';
export { type TableVerdict } from './table-verdict';
export { visibleText } from './visible-text';
export { spellRequest } from './witness-text';
