import { ENVIRONMENTS } from '../../environments';
import { checkEnvironments, type Cluster, type Environment } from '../../inventory';
import { sortedFindings, renderHuman } from '../../findings';
import { sourcesOf } from './sources';

const TODAY: Cluster['platform'] = {
  kubernetes: '1.33',
  istio: '1.28.6',
  knative: '1.21',
  certManager: '1.18.0',
};

/** A file of environments/ with the versions and overrides of these clusters, and what is reported about it. */
function told(
  clusters: readonly Pick<Cluster, 'name' | 'platform' | 'overrides'>[],
  change: Partial<Environment> = {},
): string {
  const [base] = ENVIRONMENTS;
  const [cluster] = base?.clusters ?? [];
  if (base === undefined || cluster === undefined) throw new Error('there is no environment');
  const lines = clusters.map(({ name, platform, overrides }) => {
    const literal = JSON.stringify({ name, platform, overrides }, undefined, 2);
    return literal.replaceAll(/"(\w+)":/g, '$1:').replaceAll('"', "'");
  });
  const source = sourcesOf({
    'index.ts': "export { ENVIRONMENTS } from './test';\n",
    'test.ts': `export const ENVIRONMENTS = [{ clusters: [${lines.join(',\n')}] }];\n`,
  });
  const environment: Environment = {
    ...base,
    domains: [],
    clusters: clusters.map((one) => ({ ...cluster, siteGateways: {}, ...one })),
    ...change,
  };
  return renderHuman(sortedFindings(checkEnvironments([environment], source)), { source });
}

test('versions that were tested together: nothing to say', () => {
  expect(told([{ name: 'a', platform: TODAY }])).toBe('');
});

test('KF503: versions that cannot work together, at the line of the one to change', () => {
  const platform = { ...TODAY, kubernetes: '1.32' };
  expect(told([{ name: 'a', platform }])).toMatchInlineSnapshot(`
   "environments/test.ts:4:17 error KF503 Kubernetes 1.32 is too old for Knative 1.21: Knative's controllers refuse to start on an older one
     4 |     kubernetes: '1.32',
       |                 ^
     help: it works from Kubernetes 1.33 on
   "
  `);
  const old = { kubernetes: '1.13', istio: '1.0.6', knative: '0.9', certManager: '0.9' };
  expect(told([{ name: 'a', platform: old, overrides: { namespaceLabel: 'name' } }])).toMatchInlineSnapshot(`
   "environments/test.ts:6:14 error KF503 Knative 0.9 does not work with Istio 1.0.6: it writes headers and gateways that Istio has from 1.1 on
     6 |     knative: '0.9',
       |              ^
     help: upgrade Istio to 1.1 first, or stay on Knative 0.7
   "
  `);
});

test('KF504: versions that nobody has tried together are a warning', () => {
  const platform = { ...TODAY, istio: '1.30.1' };
  expect(told([{ name: 'a', platform }])).toMatchInlineSnapshot(`
   "environments/test.ts:5:12 warning KF504 Knative 1.21 was not tested with Istio 1.30.1
     5 |     istio: '1.30.1',
       |            ^
     help: it was with Istio 1.28; try it in the test environment first
   "
  `);
});

test('KF504: a version that is only assumed; without a word it is KF502', () => {
  const platform = { ...TODAY, certManager: '1.40' };
  expect(told([{ name: 'a', platform }], { assume: 'newest' })).toMatchInlineSnapshot(`
   "environments/test.ts:7:18 warning KF504 cert-manager 1.40 is not known: it is taken for 1.19
     7 |     certManager: '1.40'
       |                  ^
     help: what it changed is not known here; extend the tables in platform/ soon
   "
  `);
  expect(told([{ name: 'a', platform }])).toMatchInlineSnapshot(`
   "environments/test.ts:7:18 error KF502 cert-manager 1.40 is newer than any release that KFaas knows
     7 |     certManager: '1.40'
       |                  ^
     help: the newest known release is 1.19; extend the tables in platform/, or say assume: 'newest' in the environment to render for it as for 1.19
   "
  `);
});

test('KF505: what versions do whatever is rendered', () => {
  const platform = { kubernetes: '1.14', istio: '1.1.7', knative: '0.8', certManager: '0.9' };
  expect(told([{ name: 'a', platform, overrides: { namespaceLabel: 'name' } }])).toMatchInlineSnapshot(`
   "environments/test.ts:5:12 warning KF505 Istio 1.1.7 retries a failed request 2 times by default, and this cannot be turned off: it refuses retries of 0 attempts
     5 |     istio: '1.1.7',
       |            ^
     help: upgrade to Istio 1.2, which takes them; until then functions without retries are retried at both passes

   environments/test.ts:6:14 warning KF505 on Knative 0.8 the local gateway knows Knative Services with the label serving.knative.dev/visibility: cluster-local alone; requests to others end in 404
     6 |     knative: '0.8',
       |              ^
     help: KFaas labels those that it renders (\`service:\`); label the others where they are deployed, or upgrade to Knative 0.9
   "
  `);
});

test('KF501: overrides that the versions do not take, at their lines', () => {
  const overrides: Cluster['overrides'] = {
    ingressGateway: 'knative-ingress-gateway',
    localGateway: { gateway: 'cluster-local-gateway.knative-serving.svc.cluster.local' },
    exportTo: ['istio-system'],
    pathNormalization: 'MERGE_SLASHES',
  };
  const platform = { kubernetes: '1.16', istio: '1.5.4', knative: '0.15', certManager: '0.12' };
  expect(told([{ name: 'a', platform, overrides }])).toMatchInlineSnapshot(`
   "environments/test.ts:4:17 error KF501 network policies cannot name namespaces on Kubernetes 1.16: namespaces have a label with their name from 1.21 on
     4 |     kubernetes: '1.16',
       |                 ^
     help: label kube-system, istio-system and the peers' namespaces with their names, and name that label in overrides.namespaceLabel

   environments/test.ts:10:21 error KF501 "knative-ingress-gateway" is no reference to a Gateway
     10 |     ingressGateway: 'knative-ingress-gateway',
        |                     ^
     help: write it as knative-serving/knative-local-gateway

   environments/test.ts:12:16 error KF501 "cluster-local-gateway.knative-serving.svc.cluster.local" is no reference to a Gateway
     12 |       gateway: 'cluster-local-gateway.knative-serving.svc.cluster.local'
        |                ^
     help: write it as knative-serving/knative-local-gateway

   environments/test.ts:14:15 error KF501 exportTo "istio-system" hides VirtualServices from the gateway on Istio 1.5.4
     14 |     exportTo: [
        |               ^
     help: write ['*'] or leave it out; Istio 1.7 takes namespaces

   environments/test.ts:17:24 error KF501 Istio 1.5.4 has no pathNormalization
     17 |     pathNormalization: 'MERGE_SLASHES'
        |                        ^
     help: leave it out: Istio 1.10.0, 1.9.5 and 1.8.6 brought it
   "
  `);
});

describe('clusters of one environment', () => {
  const platform = { ...TODAY, istio: '1.30.1' };
  const count = (text: string) => text.split(/ KF50\d /).length - 1;

  test('with the same platform are told once', () => {
    const clusters = ['a', 'b', 'c'].map((name) => ({ name, platform }));
    expect(count(told(clusters))).toBe(1);
  });

  test('with different ones are told each, at their own lines', () => {
    const clusters = [
      { name: 'a', platform },
      { name: 'b', platform: { ...TODAY, istio: '1.31.0' } },
      { name: 'c', platform: TODAY },
    ];
    const text = told(clusters);
    expect(text.match(/^\S+ \w+ KF\d+/gm)).toEqual([
      'environments/test.ts:5:12 warning KF504',
      'environments/test.ts:14:12 warning KF504',
    ]);
  });

  test('are told again in another environment, in its file', () => {
    const environments = ENVIRONMENTS.map((environment): Environment => {
      const clusters = environment.clusters.map((cluster) => ({ ...cluster, platform }));
      return { ...environment, clusters };
    });
    const findings = checkEnvironments(
      environments,
      sourcesOf({
        'index.ts': `export const ENVIRONMENTS = [test, staging, prod];\n${environments
          .map(({ name }) => `import { ${name} } from './${name}';\n`)
          .join('')}`,
        ...Object.fromEntries(
          environments.map(({ name }) => [
            `${name}.ts`,
            `const istio = '1.30.1';\nexport const ${name} = { clusters: [{ platform: { istio } }] };\n`,
          ]),
        ),
      }),
    );
    expect(findings.map(({ code, places: [at] }) => `${code} ${at?.file ?? ''}:${at?.line ?? 0}`)).toEqual([
      'KF504 environments/test.ts:1',
      'KF504 environments/staging.ts:1',
      'KF504 environments/prod.ts:1',
    ]);
  });
});
