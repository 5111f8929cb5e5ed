#!/usr/bin/env node
// The kfaas command is TypeScript; its types are checked by the tests.
require('./load-typescript.js');
try {
  require('./kfaas.ts');
} catch (error) {
  // Most likely a file of environments/ that is just being edited.
  process.stderr.write(`kfaas cannot be loaded:\n${error.message}\n`);
  process.exitCode = 2;
}
