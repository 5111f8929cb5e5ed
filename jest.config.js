/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  setupFiles: ['<rootDir>/test/property-seed.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.bench/'],
  // Several tests run the program as its own process, some of them the cdk8s command line.
  testTimeout: 60_000,
  // The default leaves one processor free, which is half of a small machine.
  maxWorkers: '100%',
};
