import fc from 'fast-check';

// npm test tries the same cases in every run, so that none fails on a change that has nothing to do with what it found.
// In the long run, the fuzzers try other cases each time: test/jest/long.config.js chooses their seed and prints it.
const { KFAAS_SEED: given, KFAAS_FRESH_SEED: fresh } = process.env;
const isFuzzer = expect.getState().testPath?.includes('/test/fuzz/') === true;
fc.configureGlobal({ seed: Number(given ?? (isFuzzer ? fresh : undefined) ?? 1) });
