#!/usr/bin/env node
// The kfaas command is TypeScript; the tests check its types.
require('./load-typescript.js');
try {
  require('./kfaas.ts');
} catch (error) {
  // The most likely cause is a syntax error in environments/.
  process.stderr.write(`kfaas cannot be loaded:\n${error.message}\n`);
  process.exitCode = 2;
}
