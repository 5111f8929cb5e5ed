/**
 * The entry for the cdk8s command line, which loads validation plugins as JavaScript.
 * docs/routing.md shows the configuration in the cdk8s.yaml of another project.
 */
require('ts-node').register({ swc: true, cwd: __dirname, project: require.resolve('../tsconfig.json') });
module.exports = require('./route-validation');
