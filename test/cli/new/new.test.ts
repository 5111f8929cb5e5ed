import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { newFunctionText, newTeamText } from '../../../catalog';
import { kfaas, kfaasProcess, KFAAS } from '../kfaas-command';
import { projectFolder } from '../../fixtures/project-folder';

const ROOT = resolve(__dirname, '../../..');

/** A project with one team, that has a function of the convention and one behind a prefix. */
function project(): string {
  return projectFolder({
    'functions/saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/showroom.yaml': 'runtime: nodejs\n',
  }).path;
}

/** Every path below a folder. */
function paths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

test('a function with the default route: its file, its manifests, and the change', async () => {
  const path = project();
  await kfaas(path, 'synth');
  const { exit, out, err } = await kfaas(path, 'new', 'saas/hello', '--runtime', 'nodejs');
  expect([exit, err]).toEqual([0, '']);
  expect(readFileSync(join(path, 'functions/saas/hello.yaml'), 'utf8')).toBe(
    '# yaml-language-server: $schema=../../schemas/function.schema.json\nruntime: nodejs\n',
  );
  expect(out).toMatch(/^dist: 2 functions on 6 clusters; .*\nnew {6}functions\/saas\/hello.yaml\n/);
  expect(out).toContain('\n\n1 set of requests changes: it is newly answered.\nRisks:   none\n');
  expect(out).toContain('\n  added  VirtualService kfaas-system/*-ns-saas-hello-ksvc-virtualservice\n');
  expect(out).not.toContain('saas-showroom');
  expect(existsSync(join(path, 'dist/prod/prod-us/faas-prod/saas-hello.yaml'))).toBe(true);
});

test('all options, for a new team', async () => {
  const path = project();
  const said = ['--description', "it's: # tiles", '--exact', '/faas/api/maps/tiles', '--methods', 'get,POST'];
  const service = ['--image', 'registry.example.com/tiles:1', '--min', '1', '--max', '20'];
  const place = ['--environments', 'test,prod', '--contact', 'maps@example.com'];
  const { exit } = await kfaas(path, 'new', 'maps/tiles', '--runtime', 'cpp', ...said, ...service, ...place);
  expect(exit).toBe(0);
  expect(readFileSync(join(path, 'functions/maps/team.yaml'), 'utf8')).toBe(`\
# yaml-language-server: $schema=../../schemas/team.schema.json
contact: maps@example.com
prefixes:
  - /faas/api/maps/
`);
  expect(readFileSync(join(path, 'functions/maps/tiles.yaml'), 'utf8')).toBe(`\
# yaml-language-server: $schema=../../schemas/function.schema.json
runtime: cpp
description: "it's: # tiles"
routes:
  - match:
      exact: /faas/api/maps/tiles
      methods:
        - GET
        - POST
service:
  image: registry.example.com/tiles:1
  scale:
    min: 1
    max: 20
environments:
  - test
  - prod
`);
});

describe('CODEOWNERS, for a new team', () => {
  const tiles = ['new', 'maps/tiles', '--runtime', 'cpp', '--contact', 'maps@example.com'];
  const file = (path: string) => join(path, '.github/CODEOWNERS');

  /** The project, with what kfaas wrote of its owners. */
  async function owned() {
    const path = project();
    mkdirSync(join(path, '.github'));
    const { out } = await kfaas(path, 'codeowners');
    writeFileSync(file(path), out);
    return path;
  }

  test('contains the new team', async () => {
    const path = await owned();
    const { exit, out, err } = await kfaas(path, ...tiles);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain(
      '\nnew      functions/maps/team.yaml\nnew      functions/maps/tiles.yaml\nchanged  .github/CODEOWNERS\n\n',
    );
    const written = readFileSync(file(path), 'utf8');
    expect(written).toContain('\n/functions/maps/ maps@example.com\n');
    expect(written).toBe((await kfaas(path, 'codeowners')).out);
    expect(readdirSync(join(path, '.github'))).toEqual(['CODEOWNERS']);
  });

  test('is unchanged if the function is refused, its team exists, or it is in another catalog', async () => {
    const path = await owned();
    const before = readFileSync(file(path), 'utf8');
    const refused = await kfaas(path, ...tiles, '--prefix', '/faas/api/saas/');
    expect([refused.exit, readFileSync(file(path), 'utf8')]).toEqual([1, before]);
    const known = await kfaas(path, 'new', 'saas/hello', '--runtime', 'cpp');
    expect([known.exit, readFileSync(file(path), 'utf8')]).toEqual([0, before]);
    mkdirSync(join(path, 'drafts'));
    const draft = await kfaas(path, ...tiles, '--functions', 'drafts', '--output', 'out');
    expect([draft.exit, readFileSync(file(path), 'utf8')]).toEqual([0, before]);
    expect(`${known.out}${draft.out}`).not.toContain('changed  ');
    expect(readdirSync(join(path, '.github'))).toEqual(['CODEOWNERS']);
  });

  test('is unchanged if a person wrote it, and is not created', async () => {
    const path = await owned();
    writeFileSync(file(path), '# Ours\n* @kim\n');
    expect((await kfaas(path, ...tiles)).out).not.toContain('changed  ');
    expect(readFileSync(file(path), 'utf8')).toBe('# Ours\n* @kim\n');
    const other = project();
    expect((await kfaas(other, ...tiles)).out).not.toContain('changed  ');
    expect(existsSync(file(other))).toBe(false);
  });
});

describe('a function that the catalog refuses leaves nothing behind', () => {
  test.each([
    [['saas/thief', '--prefix', '/faas/api/search/'], 'KF402'],
    [['saas/wide', '--regex', '/faas/api/saas/show[a-z]+/[0-9]+'], 'KF602'],
    [['saas/broken', '--regex', '/faas/api/saas/('], 'KF403'],
    [['saas/sleepy', '--image', 'a', '--min', '3', '--max', '2'], 'KF410'],
    [['new-team/thief', '--contact', 'a', '--prefix', '/faas/api/saas/'], 'KF402'],
  ])('%j', async (args, code) => {
    const path = project();
    await kfaas(path, 'synth');
    const before = paths(path);
    const { exit, out, err } = await kfaas(path, 'new', '--runtime', 'nodejs', ...args);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain(` error ${code} `);
    expect(err).toMatch(/Nothing was written to dist\.\n.*functions\/.*\.yaml: not kept\.\n$/);
    expect(paths(path)).toEqual(before);
  });

  test('and reports that the errors are in existing files', async () => {
    const path = project();
    writeFileSync(join(path, 'functions/saas/other.yaml'), 'runtime: nodejs\nfoo: 1\n');
    const { exit, err } = await kfaas(path, 'new', 'saas/hello', '--runtime', 'nodejs');
    expect(exit).toBe(1);
    expect(err).toMatch(
      /functions\/saas\/hello.yaml: not kept. The errors are in existing files: fix them first.\n$/,
    );
    expect(existsSync(join(path, 'functions/saas/hello.yaml'))).toBe(false);
  });

  test('and so does one with manifests that cannot be written', () => {
    const path = project();
    writeFileSync(join(path, 'out'), 'precious');
    // As its own process: in a test, what the file system throws is no Error of the program's.
    const words = ['new', 'saas/hello', '--runtime', 'nodejs', '--output', 'out'];
    const { exit, err } = kfaasProcess(path, words);
    expect(exit).toBe(1);
    expect(err).toContain('KF901');
    expect(existsSync(join(path, 'functions/saas/hello.yaml'))).toBe(false);
  });
});

test('on a full disk nothing is left, not even an empty file', () => {
  const path = project();
  const before = paths(path);
  // Of no file a single byte can be written.
  const script = `ulimit -f 0; trap '' XFSZ; "${process.execPath}" "${KFAAS}" new maps/tiles --runtime cpp --contact a`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: path, encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([
    2,
    '',
    'error: functions/maps/team.yaml and functions/maps/tiles.yaml cannot be written: EFBIG: file too large, write\n',
  ]);
  expect(paths(path)).toEqual(before);
});

test.each([
  ['saas/Hello', 1, 'KF301 the function name "Hello" is not a DNS label'],
  ['../hello', 1, 'KF301 the team name ".." is not a DNS label'],
  [`saas/${'a'.repeat(60)}`, 1, 'KF302 the Knative Service '],
  ['saas', 2, 'error: "saas" does not name a function: write <team>/<name>, such as saas/hello'],
  ['saas/a/b', 2, 'error: "saas/a/b" does not name a function'],
  ['saas/team', 2, 'error: saas/team.yaml is the file of the team'],
  ['saas/showroom', 2, 'error: functions/saas/showroom.yaml already exists'],
  ['maps/tiles', 2, 'error: the team maps is new: --contact is required'],
])('a name that cannot be: %s', async (id, code, message) => {
  const path = project();
  const before = paths(path);
  const { exit, out, err } = await kfaas(path, 'new', id, '--runtime', 'nodejs');
  expect([exit, out]).toEqual([code, '']);
  expect(err).toContain(message);
  expect(paths(path)).toEqual(before);
});

test.each([
  [[], 'error: --runtime is required; choose one of nodejs, python, cpp, golang'],
  [['--runtime', 'cobol'], 'Allowed choices are nodejs, python, cpp, golang, java.'],
  [['--runtime', 'cpp', '--prefix', '/a', '--regex', '/b'], 'cannot be used with option'],
  [['--runtime', 'cpp', '--methods', 'GTE'], 'none of GET, HEAD, POST'],
  [['--runtime', 'cpp', '--environments', 'prot'], 'Did you mean prod?'],
  [['--runtime', 'cpp', '--min', '-1', '--image', 'a'], 'Write a whole number of pods'],
  [['--runtime', 'cpp', '--min', '1'], 'error: --min and --max require --image'],
  [['--runtime', 'cpp', '--contact', 'a'], 'error: --contact requires a new team: saas has its contact in'],
  [['--runtime', 'cpp', '--functions', 'nowhere'], 'error: there is no catalog folder nowhere'],
])('wrong usage, where there is nobody to ask: %j', async (args, message) => {
  const path = project();
  const before = paths(path);
  const { exit, out, err } = await kfaas(path, 'new', 'saas/hello', ...args);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(message);
  expect(paths(path)).toEqual(before);
});

/** A file that says a text where people write one, and where a pattern is. */
function saying(description: string, regex: string): string {
  return newFunctionText({
    team: 'a',
    name: 'b',
    runtime: 'cpp',
    description,
    path: { kind: 'regex', value: regex },
  });
}

test('texts and patterns keep their value in the file', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, (description, regex) => {
      const routes = [{ match: { regex } }];
      expect(parse(saying(description, regex))).toEqual({ runtime: 'cpp', description, routes });
    }),
  );
});

test('Prettier does not change the files', () => {
  const { path, add } = projectFolder({ '.prettierrc.json': readFileSync(join(ROOT, '.prettierrc.json')) });
  const odd = [
    'yes',
    'null',
    '1',
    '- a',
    "it's",
    '"a"',
    '# a',
    'a: b',
    'a\nb',
    '  a ',
    '%a',
    '@a',
    '`',
    '\\d+',
  ];
  for (const [index, text] of [...odd, 'a few words '.repeat(40)].entries()) {
    add({ [`texts/${index}.yaml`]: saying(text, `/faas/api/a/${text}`) });
  }
  add({ 'texts/team.yaml': newTeamText({ team: 'a', contact: '#team-a' }) });
  const prettier = join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
  const check = [prettier, '--check', 'texts'];
  const { status, stderr } = spawnSync(process.execPath, check, { cwd: path, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

const PTY = spawnSync('script', ['--version'], { encoding: 'utf8' });
const hasTerminal = PTY.error === undefined && PTY.stdout.includes('util-linux');
if (!hasTerminal)
  process.stderr.write('SKIPPED: questions of kfaas new: no util-linux script to give it a terminal\n');

(hasTerminal ? describe : describe.skip)('in a terminal it asks for what is not given', () => {
  /** Runs the command in a terminal of its own, and answers each question once it is asked. */
  async function asked(
    cwd: string,
    args: string,
    answers: readonly (readonly [question: string, keys: string])[],
  ) {
    const command = `"${process.execPath}" "${KFAAS}" new ${args}`;
    const env = { ...process.env, NO_COLOR: '1', TERM: 'xterm' };
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd, env });
    const left = [...answers];
    let out = '';
    let seen = 0;
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString('utf8');
      const [next] = left;
      const at = next === undefined ? -1 : out.indexOf(next[0], seen);
      if (next === undefined || at === -1) return;
      left.shift();
      seen = out.length;
      child.stdin.write(next[1]);
    });
    const exit = await new Promise<number | null>((done) => child.on('close', done));
    return { exit, out, left };
  }

  const DOWN = '\u001b[B';

  test('runtime, description and path; an invalid path is reported at once', async () => {
    const path = project();
    const { exit, out, left } = await asked(path, 'saas/ask', [
      ['Programming language', `${DOWN}\r`],
      ['Short description', 'Hi: there\r'],
      ['Requests to answer', `${DOWN}\r`],
      ['The path', '/faas/api/saas/a b\r'],
      ['has a space: write %20', '\u007f\u007f-b/\r'],
    ]);
    expect([exit, left]).toEqual([0, []]);
    // NO_COLOR: no colour among the sequences that move the cursor.
    expect(out).not.toMatch(/\u001b\[[0-9;]+m/);
    expect(parse(readFileSync(join(path, 'functions/saas/ask.yaml'), 'utf8'))).toEqual({
      runtime: 'python',
      description: 'Hi: there',
      routes: [{ match: { prefix: '/faas/api/saas/a-b/' } }],
    });
  });

  test('the contact of a new team; no questions for given options', async () => {
    const path = project();
    const { exit, out } = await asked(path, 'maps/tiles --runtime cpp', [
      ['The team maps is new', '#maps\r'],
      ['Short description', '\r'],
      ['Requests to answer', '\r'],
    ]);
    expect([exit, out.includes('Programming language')]).toEqual([0, false]);
    expect(readFileSync(join(path, 'functions/maps/team.yaml'), 'utf8')).toContain("contact: '#maps'\n");
    expect(readFileSync(join(path, 'functions/maps/tiles.yaml'), 'utf8')).toMatch(/^#.*\nruntime: cpp\n$/);
  });

  test('canceling the questions changes nothing', async () => {
    const path = project();
    const before = paths(path);
    const { exit, out } = await asked(path, 'maps/tiles', [
      ['The team maps is new', '#maps\r'],
      ['Programming language', '\u0003'],
    ]);
    expect([exit, out.includes('Nothing was written.')]).toEqual([2, true]);
    expect(paths(path)).toEqual(before);
  });
});
