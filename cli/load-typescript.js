// Lets Node.js load TypeScript: each file is compiled by swc when it is first loaded, and what came of it is kept below
// node_modules/.cache for as long as the file stays as it is. Compiling 300 files takes longer than most commands.
const { createHash, randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const { version } = require('@swc/core/package.json');

const ROOT = join(__dirname, '..');
/** Where the libraries are: of a part of a larger repository, they may stand further up. */
const LIBRARIES = require.resolve.paths('@swc/core').find((folder) => existsSync(join(folder, '@swc/core')));
const CACHE = join(LIBRARIES, '.cache/kfaas/compiled');
const OPTIONS = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const hashOf = (text) => createHash('sha1').update(text).digest('base64url');

/**
 * What a file compiles to. One file is kept for each source; its first line tells of which text it is, and so does its
 * last: one that is cut off is none.
 */
function compiled(file) {
  const text = readFileSync(file, 'utf8');
  const kept = join(CACHE, `${hashOf(relative(ROOT, file))}.js`);
  const mark = `// ${hashOf(`${version} ${JSON.stringify(OPTIONS)} ${text}`)}\n`;
  try {
    const known = readFileSync(kept, 'utf8');
    if (known.startsWith(mark) && known.endsWith(mark)) return known;
  } catch {
    // Not compiled yet.
  }
  const { code } = require('@swc/core').transformSync(text, {
    ...OPTIONS,
    filename: file,
    // Beside what is compiled, wherever the project stands.
    sourceFileName: basename(file),
  });
  const whole = `${mark}${code}\n${mark}`;
  keep(kept, whole);
  return whole;
}

/** As a whole or not at all: another run may read it right now. Where it cannot be kept, it is compiled again. */
function keep(file, code) {
  const made = `${file}.${randomUUID()}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(made, code);
    renameSync(made, file);
  } catch {
    // A project that may only be read, or a full disk.
    rmSync(made, { force: true });
  }
}

// Where a defect is told, by the lines that people wrote.
process.setSourceMapsEnabled(true);
require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
