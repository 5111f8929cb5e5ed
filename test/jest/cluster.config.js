// npm run test:cluster: the whole way of a request through real programs. See test/cluster/prepare.sh.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/cluster/**/*.cluster.ts'],
  maxWorkers: 1,
};
