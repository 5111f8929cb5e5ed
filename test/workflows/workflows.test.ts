import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { FILES, MARKER, ROOT, stepsOf, workflow } from './workflow-files';

const REVIEW = readFileSync(join(ROOT, '.ci/review'), 'utf8');

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

  test('runs what there is', () => {
    const lines = steps.flatMap(({ run = '' }) => run.split('\n'));
    for (const [, script = ''] of lines.join('\n').matchAll(/npm run (?:--silent )?([a-z:-]+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    for (const line of lines) if (line.startsWith('.ci/')) expect(existsSync(join(ROOT, line))).toBe(true);
  });
});

test('the review is that of the base, and its answers are taken along however it ends', () => {
  const steps = stepsOf(workflow('review.yaml'));
  // Whom the comment is for is known even where nothing can be reviewed.
  expect(steps[0]?.run).toContain('/comment/pull-request"');
  const at = steps.findIndex(({ run = '' }) => run.includes('.ci/review'));
  expect(steps[at]?.run).toBe(
    'git show \'HEAD^1:.ci/review\' > "$RUNNER_TEMP/review"\nbash "$RUNNER_TEMP/review" \'HEAD^1\' "$RUNNER_TEMP/answers"\n',
  );
  for (const step of steps.slice(at + 1)) expect(step.if).toContain('always()');
  // Nothing of the pull request is installed or run beside that.
  for (const step of steps) expect(step.run ?? '').not.toMatch(/\b(npm|npx|node)\b|(^|\s)\.\/|^\.ci/m);
});

test('what the comment takes for data is what the review takes for data', () => {
  const [, listed = ''] = /^data=\((.*)\)$/m.exec(REVIEW) ?? [];
  const [comment] = stepsOf(workflow('comment.yaml'));
  const [, pattern = ''] = /grep -Ev '(.*)' files > program/.exec(comment?.run ?? '') ?? [];
  const isData = new RegExp(pattern);
  const samples: Readonly<Record<string, string>> = {
    "'*.md'": 'a/b.md',
    '.github/CODEOWNERS': '.github/CODEOWNERS',
  };
  const data = listed.split(' ');
  expect(data.length).toBeGreaterThan(5);
  for (const path of data)
    expect([path, isData.test(samples[path] ?? `${path}/a/b.c`)]).toEqual([path, true]);
  for (const { 0: folder } of pattern.matchAll(/[a-z]+(?=[|)])/g)) expect(listed).toContain(folder);
});

describe('ci and review can be required', () => {
  test.each(['ci', 'review'])('%s: the job has that name, always runs, and runs in a merge queue', (name) => {
    const { on, jobs } = workflow(`${name}.yaml`);
    expect(Object.keys(jobs)).toEqual([name]);
    // A job that is skipped counts as passed.
    expect(Object.keys(jobs[name] ?? {})).not.toEqual(expect.arrayContaining(['if']));
    expect(jobs[name]).not.toHaveProperty('name');
    expect(Object.keys(on)).toEqual(expect.arrayContaining(['pull_request', 'merge_group']));
  });

  test('a label starts the review anew, and leaves ci alone', () => {
    expect(workflow('review.yaml').on.pull_request).toEqual({
      types: ['opened', 'synchronize', 'reopened', 'edited', 'labeled', 'unlabeled'],
    });
    // By default: opened, synchronize, reopened.
    expect(workflow('ci.yaml').on.pull_request).toBeNull();
    const groups = ['ci.yaml', 'review.yaml'].map((file) => workflow(file).concurrency?.group);
    expect(groups).toEqual(['ci-${{ github.ref }}', 'review-${{ github.ref }}']);
  });

  test('a risk is accepted by the event of setting the label, not by a label that is still there', () => {
    const steps = stepsOf(workflow('review.yaml'));
    const isSet = "github.event.action == 'labeled' && github.event.label.name == 'risk-accepted'";
    expect(steps.filter(({ env }) => env !== undefined && 'FAIL_ON' in env).map(({ env }) => env)).toEqual([
      {
        FORMAT: 'github',
        FAIL_ON: `\${{ (github.event_name == 'merge_group' || ${isSet}) && 'never' || 'error' }}`,
        ACCEPTED_BY: `\${{ ${isSet} && github.event.sender.login || '' }}`,
      },
    ]);
    expect(JSON.stringify(steps)).not.toContain('pull_request.labels');
    expect(readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')).toContain('label **`risk-accepted`**');
  });
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

test('.ci/review is shell, runs commands that there are, and is what docs/ci.md runs elsewhere', () => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: REVIEW, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const commands = [...REVIEW.matchAll(/\bkfaas ([a-z]+)/g)].map(([, command = '']) => command);
  expect(new Set(commands)).toEqual(new Set(['check', 'synth', 'diff']));
  for (const command of new Set(commands)) {
    expect(readFileSync(join(ROOT, 'cli', `${command}.ts`), 'utf8')).toContain(`.command('${command}')`);
  }
  const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
  expect(
    page.match(/git show "\$base:\.ci\/review" > review\.sh\n.*bash review\.sh "\$base" answers\n/g),
  ).toHaveLength(3);
});

test('.ci/run tells what is quickly told before the tests', () => {
  const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const at = ['npm ci --ignore-scripts\n', '.ci/rendered\n', 'npm test\n', 'npm run test:long'].map((line) =>
    script.indexOf(line),
  );
  expect(at).not.toContain(-1);
  expect([...at].sort((a, b) => a - b)).toEqual(at);
});
