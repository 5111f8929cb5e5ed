export { FINDING_CODES, type FindingCode } from './codes';
export { hasErrors, inOrder, type Finding, type Place, type Severity } from './finding';
export { renderHuman, summary, type HumanOptions } from './human';
