// npm run test:browser: the page of `kfaas diff -o html` in a real Chromium. See test/browser/prepare.sh.
/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  maxWorkers: 1,
};
