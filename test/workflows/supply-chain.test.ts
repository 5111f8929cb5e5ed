import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { parse } from 'yaml';
import { packages } from '../../package-lock.json';
import { NOT_COMMITTED } from '../fixtures/not-committed';
import { FILES, ROOT, stepsOf, workflow } from './workflow-files';

/** Folders without words of ours for people: rendered, generated and foreign files, and the tests. */
const LEFT_OUT = [...NOT_COMMITTED, 'dist', 'imports', 'crds', 'test'];

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // By its name, since node_modules may be a link to a folder.
    if (LEFT_OUT.includes(relative(ROOT, path))) return [];
    if (entry.isDirectory()) return files(path);
    return ['', '.md', '.ts', '.js', '.mjs', '.yaml', '.yml', '.sh'].includes(extname(path)) ? [path] : [];
  });
}

describe('actions', () => {
  const pins = FILES.flatMap((file) =>
    readFileSync(join(ROOT, '.github/workflows', file), 'utf8')
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line))
      .map((line) => line.replace(/^\s*(- )?uses: /, '')),
  );

  test('are pinned by a commit, and a comment names its release', () => {
    // As many as the parsed workflows have: no spelling of a step escapes the search by lines.
    expect(pins).toHaveLength(
      FILES.flatMap((file) => stepsOf(workflow(file))).filter(({ uses }) => uses !== undefined).length,
    );
    for (const pin of pins) expect(pin).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('are the same release everywhere', () => {
    expect(new Set(pins).size).toBe(new Set(pins.map((pin) => pin.replace(/@.*/, ''))).size);
  });

  test('and libraries have a rule by which they are raised', () => {
    const { updates } = parse(readFileSync(join(ROOT, '.github/dependabot.yml'), 'utf8')) as {
      readonly updates: readonly { readonly 'package-ecosystem': string; readonly directory: string }[];
    };
    expect(updates.map((update) => [update['package-ecosystem'], update.directory])).toEqual([
      ['github-actions', '/'],
      ['npm', '/'],
    ]);
  });
});

describe('libraries', () => {
  test('are installed without their scripts, whoever installs them', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
    const scripts = FILES.flatMap((file) => stepsOf(workflow(file)).map(({ run = '' }) => run));
    const ci = ['run', 'review'].map((name) => readFileSync(join(ROOT, '.ci', name), 'utf8'));
    const installs = [...scripts, ...ci].flatMap((script) =>
      script.split('\n').filter((line) => /\bnpm (ci|install|i)\b/.test(line)),
    );
    expect(installs.length).toBeGreaterThan(0);
    for (const line of installs) expect(line).toMatch(/npm ci --ignore-scripts( |$)/);
  });

  test('with an install script are those that do without it, as docs/ci.md says', () => {
    const scripted = Object.entries(packages)
      .filter(([, library]) => 'hasInstallScript' in library)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    // Before a name is added: npm ci --ignore-scripts && npm test in a fresh clone.
    expect(scripted.sort()).toEqual(['@parcel/watcher', '@swc/core', 'backport', 'unrs-resolver']);
    const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
    for (const name of scripted) expect(page).toContain(`\`${name}\``);
  });

  test('of the program are audited, and no step hides that one fails', () => {
    const steps = stepsOf(workflow('audit.yaml'));
    expect(steps.map(({ run }) => run)).toEqual([
      undefined,
      undefined,
      'npm ci --ignore-scripts',
      'npm audit --omit=dev --audit-level=high',
      'npm audit signatures',
    ]);
    expect(JSON.stringify(steps)).not.toContain('continue-on-error');
  });
});

test('nothing tells anybody to run a command that npx would fetch from a registry', () => {
  const unguarded = files(ROOT).flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      // `npx` in quotes, and where a sentence is about it, runs nothing.
      .filter((line) => /\bnpx (?!--no -- )[a-z-]/.test(line.replaceAll('`npx`', '')))
      .map((line) => `${relative(ROOT, path)}: ${line.trim()}`),
  );
  expect(unguarded).toEqual([]);
});
