// npm test, and npx --no -- jest <folder>: everything that needs no other program.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/**/*.test.ts'],
};
