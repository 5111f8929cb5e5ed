export { clusterFolder, declarationsOf, declaredFolder } from './cluster-folder';
export { compareKeys, compareText } from './compare-text';
export { groupBy } from './group-by';
export { ANNOTATION, LABEL } from './labels';
export { lastResult } from './last-result';
export { once } from './once';
export { spellDuration, timeForTries } from './retry-time';
export { isMapping, listOf, mappingOf, stableText, textOf, type Mapping } from './mapping';
export { functionOfRule, renderedFunctions } from './rendered-functions';
