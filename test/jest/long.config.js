// npm run test:long: the properties that random cases show, in many times as many cases as npm test tries.
process.env.KFAAS_LONG_TESTS = '1';

/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: [
    '<rootDir>/test/{catalog/yaml,manifests/{yaml-text,faults/*},pull-requests/properties}.test.ts',
    '<rootDir>/test/review/model/{objects/object-algebra,requests/request-review,rollout/rollout-simulation}.test.ts',
    '<rootDir>/test/routing/{brute-force,engine,analysis/difference,checks/hostile,istio/{gateways,metamorphic,hostile-objects}}.test.ts',
  ],
  testTimeout: 30 * 60_000,
  maxWorkers: '100%',
};
