export { assumedGatewayProblems } from './assumed-gateways';
export { checkTables } from './check-tables';
export { type CheckedTable, type TableCheck } from './table-check';
export { missingServices } from './missing-services';
export { problemOf } from './remark-problems';
export { type RouteProblem, type MatchPosition } from './route-problem';
