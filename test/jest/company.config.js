// npm run test:company: the whole quick run in a clone whose data cannot be read, and what CI renders with more functions, teams and clusters.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/company/**/*.company.ts'],
  testTimeout: 30 * 60_000,
};
