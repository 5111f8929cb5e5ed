import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveUsageProblem, type LiveOptions } from '../../cli/live';
import { renderedCompany } from '../fixtures/company';
import { dumpFile } from '../fixtures/live-fixture';
import { kfaas, kfaasProcess } from './kfaas-command';

const project = renderedCompany();

const REQUIRE = '--context and --kubeconfig require --live';
const FILE = '--dump reads a file: --context and --kubeconfig require --live';
const EMPTY = '--context and --dump name no context or file';

test.each<[LiveOptions, string | undefined]>([
  [{}, undefined],
  [{ live: true }, undefined],
  [{ dump: ['a.yaml'] }, undefined],
  [{ live: true, context: ['a'], kubeconfig: 'c' }, undefined],
  // Some clusters from dumps, the others live.
  [{ live: true, dump: ['prod-us=a'], context: ['b'] }, undefined],
  [{ context: ['a'] }, REQUIRE],
  [{ kubeconfig: 'c' }, REQUIRE],
  [{ dump: ['a'], context: ['a'] }, FILE],
  [{ dump: ['a'], kubeconfig: 'c' }, FILE],
  [{ live: true, kubeconfig: '' }, '--kubeconfig names no file'],
  [{ live: true, context: [''] }, EMPTY],
  [{ live: true, context: ['prod-us='] }, EMPTY],
  [{ dump: ['prod-us='] }, EMPTY],
])('%j: %s', (options, problem) => {
  expect(liveUsageProblem(options)).toBe(problem);
});

describe('what cannot be asked', () => {
  const dump = dumpFile('in-sync');
  test.each([
    [['--live', 'v1', 'v2'], 'with --live, name one revision: the other side is the cluster'],
    [['--live', '--render'], '--live cannot be combined with '],
    [['--dump', dump, '--url', '/a'], '--live cannot be combined with '],
    [['--context', 'a'], REQUIRE],
    [
      ['--live', '--cluster', 'prod-mars'],
      'there is no cluster prod-mars: choose one of test-cn, staging-cn, ',
    ],
    [
      ['--dump', dump],
      `--dump ${dump} does not say of which cluster: write --dump test-cn=${dump}, or name the cluster by --cluster`,
    ],
    [
      ['--live', '--context', 'mine'],
      '--context mine does not say of which cluster: write --context test-cn=mine, or name the cluster by --cluster',
    ],
    [
      ['--dump', `prod-eu=${dump}`, '--cluster', 'prod-us', '--cluster', 'prod-sg'],
      `--dump prod-eu=${dump} does not say of which cluster`,
    ],
    [['--dump', 'prod-us=nowhere.yaml'], 'nowhere.yaml'],
  ])('%j', async (words, message) => {
    const { exit, out, err } = await kfaas(project, 'diff', ...words);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(`error: `);
    expect(err).toContain(message);
  });
});

// As separate processes: the client library is a module that Jest does not load.
describe('contexts', () => {
  const server = { server: 'https://127.0.0.1:9' };
  const config = (...names: readonly string[]) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: server }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: names.map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
      'current-context': names[0],
    });
  const diff = (names: readonly string[], ...words: readonly string[]) => {
    writeFileSync(join(project, 'kubeconfig'), config(...names));
    return kfaasProcess(project, ['diff', '--live', '--kubeconfig', 'kubeconfig', ...words]);
  };
  const refused = 'https://127.0.0.1:9 cannot be reached (ECONNREFUSED)';

  test('are named like clusters, unless cluster=context says otherwise; all six in one run', () => {
    const { exit, out } = diff(
      ['prod-us', 'mine', 'x=y'],
      '--context',
      'prod-eu=mine',
      '--context',
      'prod-cn=x=y',
    );
    expect(exit).toBe(2);
    for (const [cluster, context] of [
      ['prod-us', 'prod-us'],
      ['prod-eu', 'mine'],
      ['prod-cn', 'x=y'],
    ] as const) {
      expect(out).toContain(`KF902  ${cluster} (context ${context}) cannot be read: ${refused}\n`);
    }
    for (const cluster of ['test-cn', 'staging-cn', 'prod-sg']) {
      expect(out).toContain(
        `KF902  ${cluster} (context ${cluster}) cannot be read: the kubeconfig has no such context\n`,
      );
    }
    expect(out).toContain('there are prod-us, mine, x=y\n');
  });

  test('the only one serves the only cluster that is asked for, whatever its name, as in a pod', () => {
    expect(diff(['inClusterContext'], '--cluster', 'prod-us').out).toContain(
      `KF902  prod-us (context inClusterContext) cannot be read: ${refused}\n`,
    );
    // A name that was given is meant.
    expect(diff(['inClusterContext'], '--cluster', 'prod-us', '--context', 'other').out).toContain(
      'KF902  prod-us (context other) cannot be read: the kubeconfig has no such context\n',
    );
    const { out } = diff(['inClusterContext'], '--cluster', 'prod-us', '--cluster', 'prod-eu');
    expect(out).toContain(
      'KF902  prod-eu (context prod-eu) cannot be read: the kubeconfig has no such context\n',
    );
  });

  test('no kubeconfig, and one that is none', () => {
    const live = (file: string) => kfaasProcess(project, ['diff', '--live', '--kubeconfig', file]);
    expect(live('nowhere')).toEqual({ exit: 2, out: '', err: 'error: there is no kubeconfig nowhere\n' });
    writeFileSync(join(project, 'broken'), 'contexts: [');
    expect(live('broken')).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error: broken cannot be read: /) as string,
    });
    const run = kfaasProcess(project, ['diff', '--live'], { env: { HOME: project, KUBECONFIG: '' } });
    expect(run).toMatchObject({
      exit: 2,
      err: 'error: there is no kubeconfig: name one by --kubeconfig, or set KUBECONFIG\n',
    });
  });
});
