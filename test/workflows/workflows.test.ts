import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { FILES, MARKER, plainScript, ROOT, stepsOf, workflow } from './workflow-files';

/** The commands of kfaas that a script runs. */
function commandsIn(script: string): string[] {
  return [...script.matchAll(/npx --no -- kfaas ([a-z-]+)/g)].map(([, command = '']) => command);
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
  const decides = steps.findIndex(({ run = '' }) => run.includes('--fail-on "$FAIL_ON"'));
  expect(decides).toBe(steps.length - 1);
  expect(Math.max(...uploads)).toBe(decides - 1);
  const installed = steps.findIndex(({ run }) => run === 'npm ci --ignore-scripts');
  for (const step of steps.slice(installed + 2)) expect(step.if).toMatch(/!cancelled\(\)|always\(\)/);
  // Whom the comment is for is known even where nothing can be installed, and is taken along whatever fails.
  expect(steps[0]?.run).toContain('/comment/pull-request"');
  for (const at of uploads.filter((index) => index !== -1)) expect(steps[at]?.if).toContain('always()');
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
    expect(steps.at(-1)?.env).toEqual({ FAIL_ON: `\${{ ${isSet} && 'never' || 'error' }}` });
    expect(steps.at(-1)?.run).toBe(`npx --no -- kfaas diff 'HEAD^1' --fail-on "$FAIL_ON" -o github`);
    expect(steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('risk-accepted'))).toHaveLength(2);
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

test('the same in plain shell, in docs/ci.md, is shell, and runs what there is', () => {
  const script = plainScript();
  expect(commandsIn(script)).toEqual(['check', 'synth', 'diff', 'diff', 'diff']);
  for (const command of commandsIn(script)) expect(sourceOf(command)).toContain(`.command('${command}')`);
  const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('.ci/run tells what is quickly told before the tests', () => {
  const script = readFileSync(join(ROOT, '.ci/run'), 'utf8');
  const at = ['npm ci --ignore-scripts\n', '.ci/rendered\n', 'npm test\n', 'npm run test:long'].map((line) =>
    script.indexOf(line),
  );
  expect(at).not.toContain(-1);
  expect([...at].sort((a, b) => a - b)).toEqual(at);
});
