import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDump, type LiveCluster, type LiveProblem } from '../../../snapshots/live';
import { kfaasProcess } from '../../cli/kfaas-command';
import { renderedCompany } from '../../fixtures/company';
import { dumped, dumpFile } from '../../fixtures/live-fixture';
import { projectFolder } from '../../fixtures/project-folder';

const TARGET = {
  environment: 'prod',
  cluster: 'prod-us',
  system: 'kfaas-system',
  functionNamespaces: ['faas-prod'],
};

/** A folder with files, and the paths of them. */
function saved(files: Readonly<Record<string, string>>): readonly string[] {
  const { path } = projectFolder(files);
  return Object.keys(files).map((name) => join(path, name));
}

function good(live: LiveCluster | LiveProblem): LiveCluster {
  if ('problem' in live) throw new Error(live.problem);
  return live;
}

const list = (...items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

test('a dump of the API server: its kinds were read as a whole, and no others', () => {
  const live = good(readDump(TARGET, [dumpFile('in-sync')]));
  expect(live).toMatchObject({ ...TARGET, source: dumpFile('in-sync') });
  expect([...live.kinds].sort()).toEqual([
    '/ConfigMap',
    '/Namespace',
    'autoscaling/HorizontalPodAutoscaler',
    'networking.istio.io/VirtualService',
  ]);
  expect(live.objects).toHaveLength(dumped('in-sync').length);
  expect(live.unread).toContainEqual({ kind: 'Service (serving.knative.dev)', reason: 'not-in-dump' });
  expect(live.unread).toContainEqual({ kind: 'Service', reason: 'not-in-dump' });
  expect(new Set(live.unread.map(({ reason }) => reason))).toEqual(new Set(['not-in-dump']));
});

test('several files are one dump; what KFaas does not read is left out', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', uid: '1' } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: '2' } };
  const [namespace, ...others] = dumped('in-sync').filter(({ kind }) => kind !== 'VirtualService');
  const files = saved({ 'a.json': list(namespace ?? {}, secret), 'b.json': list(pod, ...others) });
  const live = good(readDump(TARGET, files));
  expect(live.source).toBe(files.join(', '));
  expect(live.objects.filter(({ kind }) => kind === 'Secret' || kind === 'Pod')).toEqual([]);
  expect(live.objects).toHaveLength(others.length + 1);
});

test('a Service of Knative is none of Kubernetes', () => {
  const service = (apiVersion: string) => ({
    apiVersion,
    kind: 'Service',
    metadata: { name: 'a', uid: '1' },
  });
  const [file = ''] = saved({ 'a.json': list(service('serving.knative.dev/v1'), service('example.com/v1')) });
  const live = good(readDump(TARGET, [file]));
  expect([...live.kinds]).toEqual(['serving.knative.dev/Service']);
});

test('of another cluster', () => {
  const file = dumpFile('in-sync');
  expect(readDump({ ...TARGET, cluster: 'prod-eu' }, [file])).toEqual({
    environment: 'prod',
    cluster: 'prod-eu',
    source: file,
    problem: 'it is a dump of prod-us',
    help: `write --dump prod-us=${file}`,
  });
});

test.each([
  ['nothing', list()],
  [
    'manifests, which no API server gave',
    'kind: Namespace\napiVersion: v1\nmetadata: { name: kfaas-system }\n',
  ],
  ['other kinds', list({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: '2' } })],
  ['an empty file', ''],
])('%s is no dump', (_, text) => {
  const [file = ''] = saved({ 'a.yaml': text });
  expect(readDump(TARGET, [file])).toMatchObject({
    problem: `${file} has no object that an API server gave`,
  });
});

test.each([
  ['a.yaml', 'kind: VirtualService\napiVersion: networking.istio.io/v1\nmetadata: { name: [a\n', /:\d+:\d+ /],
  ['a.json', list({ kind: 'VirtualService' }).slice(0, -3), /:\d+:\d+ /],
])('a file that is cut off: %s', (name, text, place) => {
  const [file = ''] = saved({ [name]: text });
  const read = readDump(TARGET, [file]);
  expect(read).toMatchObject({ help: expect.stringContaining('save it again') as string });
  expect((read as LiveProblem).problem).toMatch(place);
});

describe('the command', () => {
  const project = renderedCompany();
  const diff = (words: readonly string[], input = '') => kfaasProcess(project, ['diff', ...words], { input });

  test('reads standard input', () => {
    const text = readFileSync(dumpFile('drifted'), 'utf8');
    const { exit, out, err } = diff(['--dump', '-', '--cluster', 'prod-us'], text);
    expect([exit, err]).toEqual([1, '']);
    expect(out).toContain('prod-us (standard input) -> the working tree\n');
    expect(out).toMatch(/last written by kubectl-edit at \S+Z: spec\.http\[0\]\.timeout\n/);
    expect(out).toContain(
      'it is not known who changed metadata.labels["app.kubernetes.io/managed-by"]; what is around it was last written by argocd-controller at ',
    );
  });

  test('a cluster whose dump is broken hides no other', () => {
    const half = readFileSync(dumpFile('drifted'), 'utf8').slice(0, 5000);
    writeFileSync(join(project, 'broken.json'), half);
    const { exit, out } = diff(['--dump', `prod-us=${dumpFile('drifted')}`, '--dump', 'prod-eu=broken.json']);
    expect(exit).toBe(2);
    expect(out).toContain('KF902  prod-eu (broken.json) cannot be read: broken.json:');
    expect(out).toContain('VirtualService kfaas-system/faas-prod-ns-data-track-ksvc-virtualservice');
  });
});
