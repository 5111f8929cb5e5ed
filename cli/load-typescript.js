// Lets Node.js load TypeScript: swc compiles each file when it is first loaded. The result is cached in
// node_modules/.cache until the file changes. Compiling 300 files takes longer than most commands.
const { createHash, randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');
const { version } = require('@swc/core/package.json');

const ROOT = join(__dirname, '..');
/** The folder of the libraries; in a subfolder of a repository, it may be in a parent folder. */
const LIBRARIES = require.resolve.paths('@swc/core').find((folder) => existsSync(join(folder, '@swc/core')));
const CACHE = join(LIBRARIES, '.cache/kfaas/compiled');
const OPTIONS = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const hashOf = (text) => createHash('sha1').update(text).digest('base64url');

/**
 * Returns the compiled code of a file. Each source has one cache file. Its first and last lines have the hash of the
 * source, so that an incomplete file is not used.
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
    // Relative to the compiled file, so that the project can be moved.
    sourceFileName: basename(file),
  });
  const whole = `${mark}${code}\n${mark}`;
  keep(kept, whole);
  return whole;
}

/** Writes a cache file atomically, because another run may read it. On failure, the source is compiled again. */
function keep(file, code) {
  const made = `${file}.${randomUUID()}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(made, code);
    renameSync(made, file);
  } catch {
    // A read-only project, or a full disk.
    rmSync(made, { force: true });
  }
}

// Stack traces refer to source lines.
process.setSourceMapsEnabled(true);
require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
