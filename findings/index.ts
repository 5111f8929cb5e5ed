export { findingAnchor, FINDING_CODES, type FindingCode } from './codes';
export {
  hasErrors,
  sortedFindings,
  type AnswerReference,
  type ConnectionWitness,
  type Finding,
  type Place,
  type RouteReference,
  type ServerReference,
  type Severity,
  type Witness,
} from './finding';
export { renderGithub } from './github';
export { renderHuman, summary } from './human';
export { findingJson, renderJson } from './json';
export { nearestWord } from './nearest-word';
export { renderSarif, type SarifOptions } from './sarif';
export { type TableVerdict } from './table-verdict';
export { unreadFile } from './unread-file';
export { visibleText } from './visible-text';
export { spellCurl, spellRequest } from './witness-text';
