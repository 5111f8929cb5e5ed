// The thread of file-writer.ts: writes what it is handed, in order, and reports once at the end. Plain JavaScript,
// so that it starts without a compiler.
const { statSync, writeFileSync } = require('node:fs');
const { workerData } = require('node:worker_threads');

const { port, done } = workerData;
const written = [];
let failure;

port.on('message', ({ files, last }) => {
  try {
    for (const [file, text] of failure === undefined ? files : []) {
      writeFileSync(file, text);
      const { size, mtimeMs, ino } = statSync(file);
      written.push([file, { size, mtimeMs, ino }]);
    }
  } catch ({ message, code, syscall }) {
    failure = { message, code, syscall };
  }
  if (!last) return;
  port.postMessage({ written, failure });
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
  port.close();
});
