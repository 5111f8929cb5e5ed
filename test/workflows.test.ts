import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../package.json';
import { projectFolder } from './project-folder';

const ROOT = resolve(__dirname, '..');
const FOLDER = join(ROOT, '.github/workflows');

/** By this the comment is found again: the first words of what `kfaas diff -o markdown` writes. */
const MARKER = '<!-- kfaas diff -->';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = readdirSync(FOLDER).sort();
const workflows = new Map(
  FILES.map((file) => [file, parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow]),
);

function workflow(file: string): Workflow {
  const found = workflows.get(file);
  if (found === undefined) throw new Error(`no ${file}`);
  return found;
}

function stepsOf({ jobs }: Workflow): Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** The commands of kfaas that a script runs. */
function commandsIn(script: string): string[] {
  return [...script.matchAll(/npx kfaas ([a-z-]+)/g)].map(([, command = '']) => command);
}

function sourceOf(command: string): string {
  return readFileSync(join(ROOT, 'cli', `${command}.ts`), 'utf8');
}

describe.each(FILES)('%s', (file) => {
  const { on, permissions, jobs } = workflow(file);
  const steps = stepsOf(workflow(file));

  test('never runs the code of a pull request with the rights of the repository', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    const isTrusted = 'workflow_run' in on;
    const uses = steps.map((step) => step.uses ?? '');
    if (isTrusted) expect(uses.filter((used) => used !== '')).toEqual([]);
    expect(permissions).toEqual(isTrusted ? {} : { contents: 'read' });
    for (const job of Object.values(jobs)) {
      expect(job.permissions).toEqual(isTrusted ? { actions: 'read', 'pull-requests': 'write' } : undefined);
    }
  });

  test('takes no text of others into a script: only environment variables carry it', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('leaves no credential where code of the pull request could find it', () => {
    for (const step of steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false, 'fetch-depth': 0 });
    }
    expect(JSON.stringify(workflow(file))).not.toMatch(/secrets\./);
  });

  test('uses actions of GitHub alone, by a major version', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v[0-9]+$/);
  });

  test('runs what there is', () => {
    const lines = steps.flatMap(({ run = '' }) => run.split('\n'));
    for (const command of commandsIn(lines.join('\n'))) {
      expect(sourceOf(command)).toContain(`.command('${command}')`);
    }
    for (const [, script = ''] of lines.join('\n').matchAll(/npm run (?:--silent )?([a-z:-]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    for (const line of lines) if (line.startsWith('.ci/')) expect(existsSync(join(ROOT, line))).toBe(true);
  });
});

test('the review decides only once its artifacts are up, and everything is told however an earlier step ended', () => {
  const steps = stepsOf(workflow('review.yaml'));
  const uploads = steps.map(({ uses = '' }, at) => (uses.includes('upload-artifact') ? at : -1));
  const decides = steps.findIndex(({ run = '' }) => run.includes('--fail-on error'));
  expect(decides).toBe(steps.length - 1);
  expect(Math.max(...uploads)).toBe(decides - 1);
  const installed = steps.findIndex(({ run }) => run === 'npm ci');
  for (const step of steps.slice(installed + 2)) expect(step.if).toContain('!cancelled()');
});

test('the comment follows the review by its name, and asks for what the review leaves', () => {
  const { on } = workflow('comment.yaml');
  expect(on).toEqual({ workflow_run: { workflows: [workflow('review.yaml').name], types: ['completed'] } });
  const [comment] = stepsOf(workflow('comment.yaml'));
  expect(comment?.env?.MARKER).toBe(MARKER);
  const uploaded = stepsOf(workflow('review.yaml')).map((step) => step.with?.name);
  expect(uploaded).toContain('kfaas-diff');
  expect(comment?.run).toContain('artifacts?name=kfaas-diff"');
});

test('the same in plain shell, in docs/ci.md, is shell, and runs what there is', () => {
  const [, script = ''] = /```bash\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')) ?? [];
  expect(commandsIn(script)).toEqual(['check', 'synth', 'diff', 'diff', 'diff']);
  for (const command of commandsIn(script)) expect(sourceOf(command)).toContain(`.command('${command}')`);
  const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

/**
 * Answers as GitHub's API does, to the questions that the script asks, from files; and notes what it is told to write.
 * `--jq` is jq's own.
 */
const GH = `#!/usr/bin/env bash
set -euo pipefail
jq=. input=
for ((i = 1; i <= $#; i++)); do
  case \${!i} in
    --jq) i=$((i + 1)); jq=\${!i} ;;
    --input) i=$((i + 1)); input=\${!i} ;;
  esac
done
case $* in
  *--input*) echo "$3 $4" >> "$STORE/written"; cp "$input" "$STORE/body" ;;
  *'/pulls '*) echo "$@" > "$STORE/asked"; jq -r "$jq" "$STORE/pulls" ;;
  *'/artifacts?'*) jq -r "$jq" "$STORE/artifacts" ;;
  */zip) cat "$STORE/zip" ;;
  *'/comments?'*) jq -r "$jq" "$STORE/comments" ;;
  *) exit 9 ;;
esac
`;

const SHA = 'a'.repeat(40);
const missing = ['jq', 'unzip', 'zip'].filter(
  (tool) => spawnSync(tool, ['--help'], { encoding: 'utf8' }).error !== undefined,
);
if (missing.length > 0)
  process.stderr.write(`SKIPPED: the comment's script; not installed: ${missing.join(', ')}\n`);

(missing.length > 0 ? describe.skip : describe)(
  "the comment's script, with GitHub's answers from files",
  () => {
    interface Answers {
      readonly claimed?: string;
      readonly text?: string;
      readonly pulls?: readonly object[];
      readonly comments?: readonly object[];
    }

    const OWN = { number: 7, head: { sha: SHA } };

    /** Runs the script; gives what it wrote where. */
    function comment({ claimed = '7', text = `${MARKER}\nhello`, pulls = [OWN], comments = [] }: Answers) {
      const { path } = projectFolder({
        'bin/gh': GH,
        'store/pulls': JSON.stringify(pulls),
        'store/artifacts': JSON.stringify({ artifacts: [{ id: 5 }] }),
        'store/comments': JSON.stringify(comments),
        'left/pull-request': claimed,
        'left/comment.md': text,
        'work/.keep': '',
      });
      chmodSync(join(path, 'bin/gh'), 0o755);
      spawnSync('zip', ['-q', '-r', join(path, 'store/zip.zip'), '.'], { cwd: join(path, 'left') });
      spawnSync('mv', [join(path, 'store/zip.zip'), join(path, 'store/zip')]);
      const [step] = stepsOf(workflow('comment.yaml'));
      const env = {
        PATH: `${join(path, 'bin')}:${process.env.PATH ?? ''}`,
        RUNNER_TEMP: join(path, 'work'),
        STORE: join(path, 'store'),
        REPOSITORY: 'o/r',
        RUN_ID: '3',
        HEAD_SHA: SHA,
        HEAD_BRANCH: 'x; echo $(id) `id`',
        HEAD_OWNER: 'stranger',
        MARKER: step?.env?.MARKER ?? '',
        ORIGIN: step?.env?.ORIGIN ?? '',
      };
      const script = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
      const { status, stderr } = spawnSync('bash', script, { env, encoding: 'utf8' });
      const read = (name: string) => {
        const file = join(path, 'store', name);
        return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      };
      const body = JSON.parse(read('body') ?? '{}') as { readonly body?: string };
      return { status, stderr, asked: read('asked'), written: read('written'), body: body.body };
    }

    test('creates the comment where there is none', () => {
      const { status, stderr, asked, written, body } = comment({});
      expect([status, stderr, written]).toEqual([0, '', 'POST repos/o/r/issues/7/comments\n']);
      expect(body).toMatch(new RegExp(`^${MARKER}\n<sub>Written by .*</sub>\n\nhello$`));
      // A branch's name is text to it, whatever it says.
      expect(asked).toContain('head=stranger:x; echo $(id) `id`');
    });

    test('updates its own comment, and none of a person who wrote the marker', () => {
      const body = `${MARKER}\nold`;
      const comments = [
        { id: 1, user: { login: 'mallory' }, body },
        { id: 2, user: { login: 'github-actions[bot]' }, body: 'of another workflow' },
        { id: 3, user: { login: 'github-actions[bot]' }, body },
        { id: 4, user: { login: 'github-actions[bot]' }, body },
      ];
      expect(comment({ comments }).written).toBe('PATCH repos/o/r/issues/comments/3\n');
    });

    test('does not believe the artifact which pull request it is of', () => {
      const others = [
        { number: 7, head: { sha: 'b'.repeat(40) } },
        { number: 8, head: { sha: SHA } },
      ];
      expect(comment({ claimed: '7', pulls: others })).toMatchObject({ status: 0, written: undefined });
      expect(comment({ claimed: '8', pulls: others }).written).toBe('POST repos/o/r/issues/8/comments\n');
      for (const claimed of ['', '../7', '7\n8', '-e', '$(id)']) {
        const { status, written } = comment({ claimed, pulls: [{ number: 9, head: { sha: SHA } }] });
        expect([claimed, status, written]).toEqual([claimed, 0, undefined]);
      }
    });

    test('takes any text for a text: bounded, without control characters', () => {
      const hostile = comment({ text: `\u001b[2J\u0000"; rm -rf / #\r\n$(id)` }).body;
      expect(hostile).toMatch(/<\/sub>\n\n\[2J"; rm -rf \/ #\n\$\(id\)$/);
      const long = comment({ text: `${MARKER}\n${'x'.repeat(100_000)}` }).body ?? '';
      expect([long.length, long.startsWith(`${MARKER}\n<sub>`)]).toEqual([65_536, true]);
    });
  },
);
