import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProgram } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

/*
 * The program with environments of its own, as a process: the program under test cannot load environments/ again.
 */
const { path: PROJECT } = projectFolder();
copyProgram(PROJECT, ['test', 'docs', 'bench']);

/** A test runs up to ten processes. In milliseconds. */
const TIMEOUT = 180_000;

interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program of the project. */
function kfaas(...words: readonly string[]): Run {
  const { NODE_OPTIONS, ...env } = process.env;
  expect(NODE_OPTIONS).toContain('use-company');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/kfaas.js', ...words], {
    cwd: PROJECT,
    env,
    encoding: 'utf8',
  });
  return { exit: status, out: stdout, err: stderr };
}

/** Runs a test with some text of a file of environments/ replaced. */
function withEdit(file: string, before: string, after: string, run: () => void): void {
  const path = join(PROJECT, 'environments', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));
  try {
    run();
  } finally {
    writeFileSync(path, text);
  }
}

test('without the folder environments/, the program says what is missing', () => {
  const [folder, aside] = [join(PROJECT, 'environments'), join(PROJECT, 'aside')];
  renameSync(folder, aside);
  try {
    const { exit, out } = kfaas('check');
    expect(exit).toBe(1);
    expect(out.trimStart())
      .toBe(`environments/index.ts:1:1 error KF506 environments/ cannot be loaded: there is no environments/index.ts
  help: restore it: it exports ENVIRONMENTS and DELIVERY
1 error
`);
  } finally {
    renameSync(aside, folder);
  }
});

describe('a mistake in environments/ is reported with its line, and nothing else is done', () => {
  test('a misspelt field that would put a host on other clusters', () => {
    withEdit('prod.ts', "clusters: ['prod-cn']", "cluster: ['prod-cn']", () => {
      const { exit, out, err } = kfaas('check');
      expect({ exit, err }).toEqual({ exit: 1, err: '' });
      expect(out).toMatch(
        /^environments\/prod\.ts:48:7 error KF201 unknown field "domains\[1\]\.cluster"\n {2}48 \| .*\n.*\n {2}help: did you mean "clusters"\?/m,
      );
      const synth = kfaas('synth', '--output', 'broken');
      expect([synth.exit, synth.out]).toEqual([1, '']);
      expect(synth.err).toContain('environments/prod.ts:48:7 error KF201');
      expect(synth.err).toContain('Nothing was written to broken.');
    });
  });

  test.each([
    ['route', "siteGateway: { cidrs: ['10.64.0.0/14'] },", '', 'prod.ts:13:34 error KF203'],
    ['platform', "name: 'prod',", "name: 'prod'", 'prod.ts:15:3 error KF506'],
    ['upgrade', "'./ingress-nginx'", "'./nginx'", 'prod.ts:3:23 error KF506'],
    ['codeowners', 'annotations: NGINX', 'annotations: NGIN', 'prod.ts:38:93 error KF506'],
  ])('kfaas %s', (command, before, after, expected) => {
    const words: Readonly<Record<string, readonly string[]>> = {
      route: ['/faas/api/saas/showroom/'],
      upgrade: ['prod', '--istio', '1.29.2'],
    };
    withEdit('prod.ts', before, after, () => {
      const { exit, out, err } = kfaas(command, ...(words[command] ?? []));
      expect({ exit, out }).toEqual({ exit: 1, out: '' });
      expect(err).toContain(`environments/${expected}`);
      expect(err).not.toMatch(/^ +at |defect|bug in kfaas/m);
    });
  });

  test('kfaas new removes its file, kfaas diff does without the environments, completion has no candidate', () => {
    withEdit('prod.ts', "name: 'prod',", "name: 'prod'", () => {
      const added = kfaas('new', 'saas/hello', '--runtime', 'nodejs', '--environments', 'test');
      expect(added.exit).toBe(1);
      expect(added.err).toContain('environments/prod.ts:15:3 error KF506');
      expect(added.err).toContain('functions/saas/hello.yaml: not kept.');
      const differing = kfaas('diff', 'functions', 'functions');
      expect(differing.exit).toBe(0);
      expect(differing.err).toContain('The comparison does not use environments/.');
      expect(kfaas('__complete', '--', 'platform', '--cluster', '')).toEqual({ exit: 0, out: '', err: '' });
    });
  });
});

test(
  'a new environment is one file and its name in the list',
  () => {
    const staging = readFileSync(join(PROJECT, 'environments/staging.ts'), 'utf8');
    writeFileSync(join(PROJECT, 'environments/sandbox.ts'), staging.replaceAll('staging', 'sandbox'));
    withEdit('environments.ts', '[test, staging, prod]', '[sandbox, test, staging, prod]', () => {
      withEdit(
        'environments.ts',
        'import { test }',
        "import { sandbox } from './sandbox';\nimport { test }",
        () => inSandbox(),
      );
    });
  },
  TIMEOUT,
);

/** What each command makes of the new environment. */
function inSandbox(): void {
  const checked = kfaas('check');
  expect([checked.exit, checked.err]).toEqual([0, '']);
  const rendered = kfaas('synth');
  expect([rendered.exit, rendered.err]).toEqual([0, '']);
  expect(rendered.out).toContain('on 7 clusters');
  const applications = readFileSync(join(PROJECT, 'dist/gitops/argocd/applicationset.yaml'), 'utf8');
  expect(applications).toContain('project: kfaas-sandbox\n');

  const answer = kfaas('route', '/faas/api/saas/showroom/', '--cluster', 'sandbox-cn');
  expect([answer.exit, answer.err]).toEqual([0, '']);
  expect(answer.out).toContain('saas/showroom');
  expect(kfaas('platform', '--cluster', 'sandbox-cn').out).toMatch(/^sandbox \/ sandbox-cn\n/);
  expect(kfaas('upgrade', 'sandbox', '--istio', '1.28.8').out).toMatch(
    /^sandbox-cn: Istio 1\.28\.6 -> 1\.28\.8\n/,
  );
  expect(kfaas('__complete', '--', 'new', 'a/b', '--environments', 'sa').out).toBe('sandbox\n');
  expect(kfaas('codeowners').exit).toBe(0);

  const added = kfaas('new', 'saas/hello', '--runtime', 'nodejs', '--environments', 'sandbox');
  expect([added.exit, added.err]).toEqual([0, '']);
  expect(readFileSync(join(PROJECT, 'functions/saas/hello.yaml'), 'utf8')).toContain('sandbox');
  // At night, with a mistake in environments/: the manifests answer, for every cluster that is rendered.
  withEdit('prod.ts', "name: 'prod',", "name: 'prod'", () => {
    const rendered = kfaas('route', 'https://open.example.com/faas/api/saas/showroom/');
    expect([rendered.exit, rendered.err]).toEqual([
      0,
      'environments/ has 1 error (environments/prod.ts): this is the answer of dist/, as it was rendered last. Run kfaas check.\n',
    ]);
    expect(rendered.out).toContain('prod / prod-us / faas-prod (Istio 1.28.6), behind open.example.com');
  });

  const written = spawnSync(process.execPath, ['--require', 'ts-node/register', 'schemas/write.ts'], {
    cwd: PROJECT,
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  expect([written.status, written.stderr]).toEqual([0, '']);
  const schema = JSON.parse(readFileSync(join(PROJECT, 'schemas/function.schema.json'), 'utf8')) as {
    properties: { environments: { items: { enum: readonly string[] } } };
  };
  expect(schema.properties.environments.items.enum).toEqual(['sandbox', 'test', 'staging', 'prod']);
}
