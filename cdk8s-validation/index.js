/**
 * The entry for the cdk8s command line, which loads validation plugins as plain JavaScript.
 * In another project's cdk8s.yaml: see docs/routing.md.
 */
require('ts-node').register({ swc: true, cwd: __dirname, project: require.resolve('../tsconfig.json') });
module.exports = require('./route-validation');
