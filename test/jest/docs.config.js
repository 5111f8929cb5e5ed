// npm run test:docs: the commands of the README and of the walk-throughs in docs/, with their outputs, and commands in a company that calls
// everything otherwise.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/docs/**/*.docs.ts'],
  testTimeout: 5 * 60_000,
};
