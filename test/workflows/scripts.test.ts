import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../fixtures/project-folder';
import { MARKER, plainScript, stepsOf, workflow } from './workflow-files';

/** Stands for `npx --no -- kfaas …`: notes what it is asked, answers with its words, and ends as it is reported. */
const NPX = `#!/usr/bin/env bash
shift 2
echo "$*" >> "$STORE/asked"
shift
case "$1 $*" in
  *markdown*) [ "\${DIFF:-0}" != 0 ] || printf '${MARKER}\nrisks\n'; exit "\${DIFF:-0}" ;;
  diff*) exit "\${DIFF:-0}" ;;
  check*) exit "\${CHECK:-0}" ;;
  synth*) mkdir -p "$3"; exit "\${SYNTH:-0}" ;;
esac
`;

/** Runs a script of shell in a folder with an empty dist/, where npx is that of `NPX`. */
function withNpx(script: string, env: Readonly<Record<string, string>>) {
  const { path } = projectFolder({
    'bin/npx': NPX,
    'bin/git': '#!/bin/sh\n[ -z "$NO_FORK" ] && echo fork\n',
    'store/.keep': '',
    'temp/page/.keep': '',
    'temp/comment/pull-request': '7',
    'script.sh': script,
  });
  for (const name of ['npx', 'git']) chmodSync(join(path, 'bin', name), 0o755);
  mkdirSync(join(path, 'dist'));
  const { status } = spawnSync('bash', ['-e', 'script.sh', 'main', join(path, 'out')], {
    cwd: path,
    env: {
      PATH: `${join(path, 'bin')}:${process.env.PATH ?? ''}`,
      STORE: join(path, 'store'),
      RUNNER_TEMP: join(path, 'temp'),
      GITHUB_STEP_SUMMARY: join(path, 'summary'),
      ...env,
    },
    encoding: 'utf8',
  });
  const read = (name: string) =>
    existsSync(join(path, name)) ? readFileSync(join(path, name), 'utf8') : undefined;
  return { status, asked: read('store/asked')?.trimEnd().split('\n') ?? [], read };
}

describe('what the change does, in the review', () => {
  const script =
    stepsOf(workflow('review.yaml')).find(({ name }) => name === 'what the change does')?.run ?? '';
  const nobody = { ACCEPTED: 'false', ACCEPTED_BY: 'kim' };

  test('the comment and the summary say the same', () => {
    const { status, read } = withNpx(script, nobody);
    expect([status, read('temp/comment/comment.md')]).toEqual([0, `${MARKER}\nrisks\n`]);
    expect(read('summary')).toBe(read('temp/comment/comment.md'));
  });

  test('where risks are accepted, both say so and by whom, and the risks as well', () => {
    const { status, read } = withNpx(script, { ...nobody, ACCEPTED: 'true' });
    expect([status, read('temp/comment/comment.md')]).toEqual([
      0,
      `${MARKER}\n**Risks accepted** by kim, for this commit (label risk-accepted).\n\nrisks\n`,
    ]);
    expect(read('summary')).toBe(read('temp/comment/comment.md'));
  });

  test('where it cannot be said, everything is asked all the same, and it fails', () => {
    for (const ACCEPTED of ['true', 'false']) {
      const { status, asked, read } = withNpx(script, { ...nobody, ACCEPTED, DIFF: '2' });
      expect([status, asked.length, read('temp/comment/comment.md')]).toEqual([2, 2, '']);
    }
  });
});

describe('the same in plain shell', () => {
  const script = plainScript();

  test.each([
    [{}, 0],
    [{ CHECK: '1' }, 1],
    [{ SYNTH: '1', DIFF: '2' }, 2],
    [{ DIFF: '2', CHECK: '1' }, 2],
    [{ DIFF: '1' }, 1],
  ])('with %j it asks everything, and ends with %d, the worst', (env, worst) => {
    const { status, asked } = withNpx(script, env);
    expect([status, asked.length]).toEqual([worst, 5]);
  });

  test('without a common commit it ends with 2, and has asked the rest', () => {
    const { status, asked } = withNpx(script, { NO_FORK: '1' });
    expect([status, asked.length]).toEqual([2, 2]);
  });

  test('risks can be accepted', () => {
    expect(withNpx(script, {}).asked.at(-1)).toBe('kfaas diff fork --fail-on error');
    expect(withNpx(script, { FAIL_ON: 'never' }).asked.at(-1)).toBe('kfaas diff fork --fail-on never');
  });
});
