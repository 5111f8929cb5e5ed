export { ACCESS_NAME_PATTERN, isAccessName, isEverybody } from './access-names';
export { annotationOf } from './annotation';
export {
  clusterFolder,
  declarationFile,
  declarationsOf,
  declaredFolder,
  isTeamReadersFile,
  TEAM_READERS_GLOB,
  teamReadersFile,
} from './cluster-folder';
export {
  DEFAULT_NAMES,
  DEFAULT_SETTINGS,
  Names,
  namesFrom,
  NAMESPACE_HOLE,
  SERVICE_HOLE,
  type CompanyNames,
} from './company-names';
export { compareKeys, compareText } from './compare-text';
export { renderedOrders, spellOrders, type DeclaredOrder } from './declared-order';
export { GATEWAY_NAMES, gatewayKind, type GatewayKind } from './gateway-kind';
export { groupBy } from './group-by';
export { IMAGE_PATTERN, imageProblem, type ImageProblem } from './image-name';
export { ANNOTATION, LABEL } from './labels';
export { isJavaServiceName, JAVA_CALL_PATTERN, javaCall } from './java-service-name';
export { lastResult } from './last-result';
export { once } from './once';
export { parseQuantity, QUANTITY_PATTERN } from './quantity';
export { longestRequest, shortTimeout, spellDuration, triesOf, type RouteTimes } from './route-times';
export {
  KNATIVE_PORT,
  RESERVED_PORTS,
  runtimeDefaults,
  RUNTIMES,
  type Runtime,
  type RuntimeDefaults,
  type RuntimeTable,
} from './runtimes';
export { isLocalGateway, serviceOfHost, type ServiceName } from './service-host';
export { isMapping, listOf, mappingOf, stableText, textOf, type Mapping } from './mapping';
export { functionOfRule, renderedFunctions } from './rendered-functions';
export { renderedRollouts, spellRollouts, type RenderedRollout } from './rendered-rollouts';
export { isLabelName, isLabelValue, isObjectName } from './object-names';
