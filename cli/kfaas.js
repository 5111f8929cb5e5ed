#!/usr/bin/env node
// The kfaas command is TypeScript, compiled by swc as it is loaded; types are checked by the tests.
require('ts-node').register({ cwd: require('node:path').join(__dirname, '..') });
require('./kfaas.ts');
