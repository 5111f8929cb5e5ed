import { DEFAULT_NAMES } from '../../base';
import { ALPHA, codesOf, filesOf, importObjects, legacy, named, ruleTo } from './legacy';

const TEA = legacy(named('saas-tea'), [ruleTo('saas-tea', { uri: { prefix: '/faas/api/saas/tea/' } })]);

describe('what an import takes from the environments and the command line', () => {
  test('versions that nobody knows are told', () => {
    const environments = ALPHA.map((environment) => ({
      ...environment,
      clusters: environment.clusters.map((cluster) => ({
        ...cluster,
        platform: { ...cluster.platform, istio: '9.9.9' },
      })),
    }));
    const result = importObjects([TEA], { inventory: { environments, names: DEFAULT_NAMES } });
    expect(result.findings.some(({ message }) => message.includes('9.9.9'))).toBe(true);
    expect([result.files.size, result.functions]).toEqual([0, []]);
  });

  test('a host that --host names is a gateway host, with the order of today', () => {
    const onOldHost = (ksvc: string, uri: object, day: string) => {
      const object = legacy(named(ksvc), [ruleTo(ksvc, { uri })], { creationTimestamp: `${day}T00:00:00Z` });
      return { ...object, spec: { ...(object.spec as object), hosts: ['gw.old.example.com'] } };
    };
    const result = importObjects(
      [
        onOldHost('saas-b', { prefix: '/faas/api/saas/x' }, '2021-01-01'),
        onOldHost('saas-a', { regex: '/faas/api/saas/.*/end' }, '2022-01-01'),
      ],
      { patterns: [{ pattern: 'gw.*.example.com', namespace: 'faas-alpha' }] },
    );
    expect(codesOf(result)).toEqual(['note KF914']);
    expect(filesOf(result)['saas/b.yaml']).toContain('before:\n  - saas/a\n');
    expect(new Set(result.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
  });
});
