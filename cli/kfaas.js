#!/usr/bin/env node
// The kfaas command is TypeScript, compiled by swc as it is loaded; types are checked by the tests.
require('ts-node').register({ cwd: require('node:path').join(__dirname, '..') });
try {
  require('./kfaas.ts');
} catch (error) {
  // Most likely a file of environments/ that is just being edited.
  process.stderr.write(`kfaas cannot be loaded:\n${error.message}\n`);
  process.exitCode = 2;
}
