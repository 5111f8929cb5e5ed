// npm run test:company: the whole quick run, in a clone with more functions, teams, clusters and environments.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/company/**/*.company.ts'],
  testTimeout: 30 * 60_000,
};
