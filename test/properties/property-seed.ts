import fc from 'fast-check';

// npm test tries the same cases in every run, so that none fails on a change that has nothing to do with what it found.
// The long run tries other cases each time: test/jest/long.config.js chooses the seed and prints it.
fc.configureGlobal({ seed: Number(process.env.KFAAS_SEED ?? 1) });
