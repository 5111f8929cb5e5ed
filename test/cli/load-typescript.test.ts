import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../fixtures/project-folder';

const ROOT = resolve(__dirname, '../..');

/** A project with one TypeScript file, which is loaded as the command loads its own. */
function project(text: string) {
  const { path, add } = projectFolder({ 'cli/said.ts': text });
  cpSync(join(ROOT, 'cli/load-typescript.js'), join(path, 'cli/load-typescript.js'));
  mkdirSync(join(path, 'node_modules/@swc'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/@swc/core'), join(path, 'node_modules/@swc/core'));
  const run = () => {
    const script = "require('./cli/load-typescript.js'); require('./cli/said.ts')";
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: path, encoding: 'utf8' });
    return { out: stdout, err: stderr };
  };
  const cache = join(path, 'node_modules/.cache/kfaas/compiled');
  return { run, edit: (next: string) => add({ 'cli/said.ts': next }), cache, path };
}

const say = (text: string) =>
  `interface Said {\n  readonly text: string;\n}\nconst said: Said = { text: '${text}' };\nconsole.log(said.text);\n`;

test('compiled code is cached, one file for each source, until the source changes', () => {
  const { run, edit, cache } = project(say('one'));
  expect(run()).toEqual({ out: 'one\n', err: '' });
  const [kept = '', ...others] = readdirSync(cache);
  expect(others).toEqual([]);
  // What is kept is what runs.
  const compiled = readFileSync(join(cache, kept), 'utf8');
  writeFileSync(join(cache, kept), compiled.replace("'one'", "'kept'"));
  expect(run().out).toBe('kept\n');
  edit(say('two'));
  expect(run().out).toBe('two\n');
  expect(readdirSync(cache)).toEqual([kept]);
  edit(say('one'));
  expect(run().out).toBe('one\n');
});

test('an incomplete cache file is compiled again', () => {
  const { run, cache } = project(say('whole'));
  run();
  const [kept = ''] = readdirSync(cache);
  for (const size of [0, 10, 60, -5]) {
    writeFileSync(join(cache, kept), readFileSync(join(cache, kept), 'utf8').slice(0, size));
    expect(run()).toEqual({ out: 'whole\n', err: '' });
  }
});

test('a stack trace refers to source lines', () => {
  const { run } = project(`${say('x')}\nthrow new Error('here');\n`);
  expect(run().err).toMatch(/said\.ts:7/);
  expect(run().err).toMatch(/said\.ts:7/);
});

// Root may write everywhere.
const asUser = process.getuid?.() === 0 ? test.skip : test;
asUser('where nothing can be kept, it runs all the same', () => {
  const { run, path, cache } = project(say('read only'));
  chmodSync(join(path, 'node_modules'), 0o555);
  expect(run()).toEqual({ out: 'read only\n', err: '' });
  expect(existsSync(cache)).toBe(false);
});
