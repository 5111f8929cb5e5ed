// A process that renders into a folder, for tests that kill it: `node render-process.js <folder> <functions>`. It says
// "ready" when everything is loaded, and at the end "done" or what is wrong.
require('../../../cli/load-typescript');
const { later } = require('./scenarios');
const { render } = require('./renderer');

const [folder, functions] = process.argv.slice(2);
const { writeSync } = require('node:fs');
writeSync(1, 'ready\n');
try {
  render(folder, later(Number(functions)));
  writeSync(1, 'done\n');
} catch (error) {
  writeSync(1, `${error.message}\n`);
}
