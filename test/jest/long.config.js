const { randomInt } = require('node:crypto');

// npm run test:long: the properties that random cases show, in many times as many cases as npm test tries.
process.env.KFAAS_LONG_TESTS = '1';

// Other cases of the fuzzers in each run. Its processes inherit the seed; KFAAS_SEED=<seed> npm run test:long repeats a run, and gives every
// other random test that seed as well.
if (process.env.KFAAS_SEED === undefined) {
  process.env.KFAAS_FRESH_SEED = String(randomInt(2 ** 31));
  process.stderr.write(`fuzzers: KFAAS_SEED=${process.env.KFAAS_FRESH_SEED}\n`);
}

/** @type {import('jest').Config} */
module.exports = {
  ...require('./every-run.js'),
  testMatch: [
    '<rootDir>/test/{catalog/yaml,findings/grouped,fuzz/*,manifests/{yaml-text,faults/*},pull-requests/properties}.test.ts',
    '<rootDir>/test/precedence/foreign-halves.test.ts',
    '<rootDir>/test/takeover/{random-tables,round-trip}.test.ts',
    '<rootDir>/test/review/model/{objects/object-algebra,requests/request-review,rollout/rollout-simulation}.test.ts',
    '<rootDir>/test/routing/{brute-force,engine,mesh-connections,source-brute-force}.test.ts',
    '<rootDir>/test/routing/{analysis/difference,checks/hostile,model/satisfying-value}.test.ts',
    '<rootDir>/test/routing/istio/{gateways,hostile-objects,metamorphic,target-ports}.test.ts',
  ],
  testTimeout: 30 * 60_000,
  maxWorkers: '100%',
};
