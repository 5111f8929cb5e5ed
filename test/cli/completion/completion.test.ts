import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { addCheck } from '../../../cli/check';
import { addCompletion } from '../../../cli/completion/completion';
import { candidatesFor } from '../../../cli/completion/candidates';
import { projectValues } from '../../../cli/completion/values';
import { addDiff } from '../../../cli/diff';
import { addMove, addRename } from '../../../cli/edit/edit';
import { addNew } from '../../../cli/new/new';
import { addPlatform } from '../../../cli/platform/platform';
import { addRoute } from '../../../cli/route/route';
import { addSynth } from '../../../cli/synth';
import { ENVIRONMENTS } from '../../../environments';
import { gitFolder } from '../../fixtures/git-folder';
import { kfaas } from '../kfaas-command';
import { projectFolder } from '../../fixtures/project-folder';

const ROOT = resolve(__dirname, '../../..');

/** A project with two teams, and a folder in which `kfaas` is found by that name. */
function project() {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/hello.yaml': 'runtime: nodejs\n',
    'functions/saas/export.yaml': 'runtime: nodejs\n',
    'functions/search/team.yaml': 'contact: a\nprefixes: [/faas/api/search/]\n',
    'functions/.hidden/x': '',
    'elsewhere/maps/x': '',
  });
  mkdirSync(join(path, 'bin'));
  symlinkSync(join(ROOT, 'cli/kfaas.js'), join(path, 'bin/kfaas'));
  return path;
}

const path = project();

function run(command: string, args: readonly string[], { cwd = path, input = '' } = {}) {
  const env = {
    ...process.env,
    PATH: `${join(path, 'bin')}:${process.env.PATH ?? ''}`,
    TERM: 'dumb',
    INPUTRC: '/dev/null',
  };
  const { stdout, stderr, error } = spawnSync(command, args, { cwd, env, input, encoding: 'utf8' });
  return { out: stdout, err: stderr, isMissing: error !== undefined };
}

/** The commands, as kfaas has them. */
const program = new Command('kfaas');
for (const add of [addSynth, addCheck, addRoute, addPlatform, addNew]) add(program, () => undefined);
addCompletion(program);

/** The candidates for a line, each with what it is for; the last word is just being typed. */
function candidates(...words: readonly string[]): string[] {
  const { words: found, paths } = candidatesFor(program, words, projectValues(join(path, 'functions')));
  const lines = found.map(({ word, about }) => (about === undefined ? word : `${word}\t${about}`));
  return [...lines, ...(paths === undefined ? [] : [paths])];
}

const wordsOf = (lines: readonly string[]) => lines.map((line) => line.split('\t')[0]);

test('commands with their summaries, without the hidden one', () => {
  const lines = candidates('');
  expect(lines).toContain('check\tprove that one route answers each request');
  expect(lines).toContain('completion\tprint the completion script for a shell');
  expect(wordsOf(lines)).not.toContain('__complete');
  expect(wordsOf(candidates('pl'))).toEqual(['platform']);
  expect(wordsOf(candidates('help', 'pl'))).toEqual(['platform']);
});

test('options of the command, after a dash or if there is no other candidate', () => {
  const options = wordsOf(candidates('check', '--'));
  expect(options).toEqual(expect.arrayContaining(['--functions', '--istio', '--output-format', '--help']));
  expect(wordsOf(candidates('check', ''))).toEqual(options);
  expect(wordsOf(candidates('check', '--output-format', 'json', '--mani'))).toEqual(['--manifests']);
  // A value is none, whatever it looks like.
  expect(wordsOf(candidates('check', '--functions', 'synth', '--mani'))).toEqual(['--manifests']);
});

test('the choices of an option, with a space or an equals sign', () => {
  expect(candidates('check', '-o', '')).toEqual(['human', 'json', 'sarif', 'github']);
  expect(candidates('check', '--output-format', 's')).toEqual(['sarif']);
  expect(candidates('check', '--output-format=s')).toEqual(['--output-format=sarif']);
  // bash takes the word apart, and puts the answer behind the mark.
  expect(candidates('check', '--output-format', '=')).toEqual(['human', 'json', 'sarif', 'github']);
  expect(candidates('check', '--output-format', '=', 's')).toEqual(['sarif']);
  expect(candidates('completion', '')).toEqual(['bash', 'zsh', 'fish']);
});

test("the project's own names", () => {
  const clusters = ENVIRONMENTS.flatMap((environment) => environment.clusters.map(({ name }) => name));
  expect(candidates('platform', '--cluster', '')).toEqual(clusters);
  expect(candidates('new', '')).toEqual(['saas/', 'search/']);
  expect(candidates('new', 'se')).toEqual(['search/']);
  expect(candidates('new', 'a/b', '--methods', 'GET,P')).toEqual(['GET,POST', 'GET,PUT', 'GET,PATCH']);
  expect(candidates('new', 'a/b', '--environments', '')).toEqual(['test', 'staging', 'prod']);
});

test('existing functions: the team first, then its functions', () => {
  const answers = (...words: readonly string[]) =>
    wordsOf(
      candidatesFor(editing, words, projectValues(join(path, 'functions'))).words.map(({ word }) => word),
    );
  const editing = new Command();
  addRename(editing, () => undefined);
  addMove(editing, () => undefined);
  addDiff(editing, () => undefined);
  expect(answers('rename', '')).toEqual(['saas/', 'search/']);
  expect(answers('rename', 'saas/')).toEqual(['saas/export', 'saas/hello']);
  expect(answers('move', 'saas/hello', '')).toEqual(['saas', 'search']);
  expect(answers('diff', '--function', 'saas/h')).toEqual(['saas/hello']);
});

test('paths are left to the shell', () => {
  expect(candidates('synth', '--output', 'di')).toEqual(['folders']);
  expect(candidates('route', '--requests', '')).toEqual(['files']);
});

test.each([
  [['nothing', 'like', '']],
  [['check', '--unknown', '--nothing']],
  [['completion', 'bash', 'x']],
  [['---']],
  [['upgrade', '--cluster', 'nowhere']],
])('what cannot be told is left out: %j', (words) => {
  expect(candidates(...words)).toEqual([]);
});

test('the hidden command writes lines, and nothing on an error', async () => {
  const asked = (...words: readonly string[]) => kfaas(path, '__complete', '--', ...words);
  const answer = (out: string) => ({ exit: 0, out, err: '' });
  expect(await asked('new', '--functions', 'elsewhere', '')).toEqual(answer('maps/\n'));
  expect(await asked('synth', '--output', 'di')).toEqual(answer(':folders\n'));
  expect(await asked('new', '--functions', 'nowhere', '')).toEqual(answer(''));
});

test('an unknown shell is wrong usage', async () => {
  const { exit, out, err } = await kfaas(path, 'completion', 'tcsh');
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain('Allowed choices are bash, zsh, fish');
});

/** A test in a shell; says loudly where the shell is not installed. */
function inShell(shell: string, title: string, body: () => void): void {
  if (!run(shell, ['--version']).isMissing) {
    test(`${shell}: ${title}`, body);
    return;
  }
  process.stderr.write(`SKIPPED: completion in ${shell}: it is not installed\n`);
  test.skip(`${shell}: ${title}`, body);
}

inShell('bash', 'what the script answers', () => {
  const script = `source <(kfaas completion bash)
    asked() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kfaas; echo "\${COMPREPLY[*]}"; }
    complete -p kfaas
    asked kfaas pl
    asked kfaas check -o ''
    asked kfaas check --output-format =
    asked kfaas new se
    asked kfaas synth --output fun
    asked kfaas route --requests bi
    asked kfaas nothing ''`;
  const { out, err } = run('bash', ['--norc', '-c', script]);
  expect([err, out.split('\n')]).toEqual([
    '',
    [
      'complete -F _kfaas kfaas',
      'platform',
      'human json sarif github',
      'human json sarif github',
      'search/',
      'functions/',
      'bin/',
      '',
      '',
    ],
  ]);
});

/** A project whose branches and teams have names that a shell would take for commands, and a folder with a space. */
function hostileProject(): string {
  const { path: folder, git, edit, commit } = gitFolder();
  edit({
    'functions/t;touch${IFS}by-team/team.yaml': '',
    'functions/saas/team.yaml': '',
    'my folder/x': '',
  });
  commit('all');
  for (const name of ['y;touch${IFS}by-branch', 'q$(touch${IFS}by-quotes)', 'x`touch${IFS}by-base`']) {
    git('branch', name);
  }
  return folder;
}

inShell('bash', 'names that a shell would take for commands come in quotes, or not at all', () => {
  const script = `source <(kfaas completion bash)
    asked() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kfaas; echo "\${COMPREPLY[*]}"; }
    asked kfaas diff --changed-since y
    asked kfaas diff --changed-since '"y'
    asked kfaas diff 'y\\;t'
    asked kfaas diff 'my\\ f'
    asked kfaas new t
    asked kfaas new a/b --methods GET,PO`;
  const { out, err } = run('bash', ['--norc', '-c', script], { cwd: hostileProject() });
  expect([err, out.split('\n')]).toEqual([
    '',
    [
      'y\\;touch\\$\\{IFS\\}by-branch',
      '',
      'y\\;touch\\$\\{IFS\\}by-branch',
      'my\\ folder/',
      't\\;touch\\$\\{IFS\\}by-team/',
      'GET,POST',
      '',
    ],
  ]);
});

inShell(
  'script',
  'in a terminal, bash runs no name that it completes, and completes a path with a space',
  () => {
    const cwd = hostileProject();
    const keys = [
      'source <(kfaas completion bash)',
      'kfaas() { printf "<%s>" "$@"; echo; }',
      // The function answers what was typed, the program what may be.
      '_ask() { COMP_WORDS[0]=$(type -P kfaas); _kfaas; }; complete -F _ask kfaas',
      'kfaas diff --changed-since y\t',
      'kfaas diff "q\t" end',
      'kfaas diff x\t',
      'kfaas new t\ta',
      'kfaas diff my\\ f\tx',
      'kfaas diff "my f\tx',
      'exit',
    ];
    const command = ['--quiet', '--return', '--command', 'bash --norc --noprofile -i', '/dev/null'];
    const input = keys.map((line) => `${line}\n`).join('');
    const { out } = run('script', command, { cwd, input });
    const ran = out
      .split(/\r*\n/)
      .flatMap((line) => /^(?:\u001b\[\?2004l\r)?(<.*>)$/.exec(line)?.slice(1) ?? []);
    expect(ran).toEqual([
      '<diff><--changed-since><y;touch${IFS}by-branch>',
      '<diff><q><end>',
      '<diff><x`touch${IFS}by-base`>',
      '<new><t;touch${IFS}by-team/a>',
      '<diff><my folder/x>',
      '<diff><my folder/x>',
    ]);
    for (const name of ['team', 'branch', 'quotes', 'base'])
      expect(existsSync(join(cwd, `by-${name}`))).toBe(false);
  },
);

inShell('fish', 'what the script answers', () => {
  const lines = [
    'kfaas pl',
    'kfaas check -o ',
    'kfaas check --output-format=s',
    'kfaas new se',
    'kfaas synth --output fun',
  ];
  const asked = lines.map((line) => `echo '>' '${line}'; complete -C '${line}'`).join('; ');
  const { out, err } = run('fish', ['--no-config', '-c', `kfaas completion fish | source; ${asked}`]);
  expect([err, out]).toEqual([
    '',
    [
      '> kfaas pl',
      "platform\tshow the consequences of each cluster's versions",
      '> kfaas check -o ',
      'github',
      'human',
      'json',
      'sarif',
      '> kfaas check --output-format=s',
      '--output-format=sarif',
      '> kfaas new se',
      'search/',
      '> kfaas synth --output fun',
      'functions/\tDirectory',
      '',
    ].join('\n'),
  ]);
});

inShell('zsh', 'what a key press brings, in a terminal of its own', () => {
  // Each answer is awaited; a shell that never gives it runs into the test's time limit.
  const script = `zmodload zsh/zpty
    zpty shell 'zsh -f -i'
    zpty -w shell 'PS1="READY> "; unsetopt beep; autoload -U compinit; compinit -u -D; source <(kfaas completion zsh); echo be''gin'
    zpty -r shell out $'*begin*READY> '
    asked() { zpty -w -n shell "$1"$'\\t'; zpty -r shell out "$2" && print -r -- ok "$1"; zpty -w -n shell $'\\x15' }
    asked 'kfaas plat' '*platform *'
    asked 'kfaas new sear' '*search/*'
    asked 'kfaas synth --output func' '*functions/*'
    asked 'kfaas synth --output=func' '*--output=functions/*'
    asked 'kfaas check -o ' '*github*human*json*sarif*READY> *'
    asked 'kfaas c' '*check  -- prove which route*completion  -- print the script*READY> *'`;
  const { out } = run('zsh', ['-f', '-c', script]);
  expect(out.split('\n')).toEqual([
    'ok kfaas plat',
    'ok kfaas new sear',
    'ok kfaas synth --output func',
    'ok kfaas synth --output=func',
    'ok kfaas check -o ',
    'ok kfaas c',
    '',
  ]);
});
