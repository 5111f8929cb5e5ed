const { join } = require('node:path');

// Separate processes of the program see the same environments; they inherit this from Jest's.
const USE_COMPANY = `--require ${join(__dirname, '../fixtures/use-company.js')}`;
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${USE_COMPANY}`.trim();

/**
 * What all runs of the tests share.
 * @type {import('jest').Config}
 */
module.exports = {
  rootDir: '../..',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  // The company's own data is no test fixture: the program under test sees the environments of test/fixtures/company.
  moduleNameMapper: { '^(\\.\\./)+environments$': '<rootDir>/test/fixtures/company/environments' },
  setupFilesAfterEnv: ['<rootDir>/test/properties/property-seed.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.bench/'],
  // Several tests run the program as its own process, some of them the cdk8s command line.
  testTimeout: 60_000,
};
