export { FINDING_CODES, type FindingCode } from './codes';
export { hasErrors, inOrder, type Finding, type Place } from './finding';
export { renderHuman, summary } from './human';
