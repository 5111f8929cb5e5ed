// npm run test:mesh: what KFaas says of routes, asked of a real istiod and a real Envoy. See test/mesh/prepare.sh.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/mesh/**/*.mesh.ts'],
  maxWorkers: 1,
};
