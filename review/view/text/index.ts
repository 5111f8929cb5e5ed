export { functionRolloutLines, spellMove, spellStep } from './function-rollout-text';
export { connectionSentence } from './connection-text';
export { inOrderOfRisk } from './change-weight';
export { NO_DESTINATION, shareOf, spellDestinations, spellerOf, weightChanges } from './destination-text';
export { labelOf } from './object-label';
export { commonName, folderName, fullName } from './object-names';
export { newClusters, newClusterStatement } from './new-cluster-objects';
export { functionNamespaces } from './object-namespaces';
export { objectWeights } from './object-weights';
export { objectsByKind, objectStatement, spellKind } from './object-text';
export { THE_FOLDER, gatewaysMatter, hostName, spellHosts } from './location-text';
export {
  EQUIVALENT_WORDS,
  REQUEST_WORDS,
  equivalentStatement,
  fieldsBesideDestinations,
  requestStatement,
  spellRequestSet,
} from './request-text';
export {
  countBySeverity,
  problemStatement,
  riskNames,
  riskStatement,
  risksAt,
  risksByChange,
  summarizeSeverities,
} from './risk-text';
export { ROLLOUT_WORDS, inOrderOfWeight, rolloutStatement, usualText } from './rollout-text';
export { NOT_SET, type Said, type Statement, type StatementRow, type Tone } from './statement';
export {
  OBJECT_KINDS,
  countKinds,
  orderSentence,
  placesOf,
  productionVersions,
  summaryLines,
} from './summary-text';
export { spellValue } from './value-text';
export { REQUEST_KINDS, verdictSentence } from './verdict-text';
export { capitalized, counted, few, grouped, plainText } from './visible-text';
