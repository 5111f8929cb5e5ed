export { assumedGatewayProblems } from './assumed-gateways';
export { checkTables, type CheckedTable, type TableCheck } from './check-tables';
export { missingServices } from './missing-services';
export { problemOf } from './remark-problems';
export { type RouteProblem, type MatchPosition } from './route-problem';
