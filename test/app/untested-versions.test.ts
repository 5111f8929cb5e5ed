import { untestedVersions } from '../../app/untested-versions';
import { environmentOf, STACKS } from '../fixtures/platform-clusters';
import { EMPTY_REVIEW } from '../review/view/sample-review';
import { sourcesOf } from '../inventory/sources';
import { PROD_CN } from '../review/risks/inputs';

const [fixture] = environmentOf('istio-1.28').clusters;

/** What is reported where prod-cn and prod-us get an Istio, and the environment says these versions. */
function reported(after: string, istio: string, kind: 'versions' | 'gateways' = 'versions') {
  if (fixture === undefined) throw new Error('the fixture has a cluster');
  const clusters = ['prod-us', 'prod-sg', 'prod-cn'].map((name) => ({
    ...fixture,
    name,
    platform: { ...STACKS['istio-1.28'], istio },
  }));
  const where = ['prod-cn', 'prod-us'].map((cluster) => ({ ...PROD_CN, cluster }));
  const change = { kind, subject: 'Istio', before: '1.28.6', after, where };
  return untestedVersions(
    { ...EMPTY_REVIEW.requests, equivalent: [change] },
    [{ ...environmentOf(), name: 'prod', clusters }],
    sourcesOf({
      'index.ts': "import { prod } from './prod';\nexport const ENVIRONMENTS = [prod];\n",
      'prod.ts': `const platform = {\n  istio: '${istio}',\n};\nexport const prod = { clusters: [{ platform }, { platform }, { platform }] };\n`,
    }),
  );
}

test('an Istio that nobody tried with the Knative of a cluster is a risk, once for all its clusters', () => {
  expect(reported('1.29.2', '1.29.2')).toMatchObject([
    {
      code: 'KF504',
      severity: 'warning',
      message: 'Knative 1.21 was not tested with Istio 1.29.2',
      places: [{ file: 'environments/prod.ts', line: 2, column: 10 }],
      where: [{ cluster: 'prod-cn' }, { cluster: 'prod-us' }],
    },
  ]);
});

test.each([
  ['versions that were tried together', '1.28.6', '1.28.6', 'versions'],
  ['an environment that says another Istio by now', '1.29.2', '1.28.6', 'versions'],
  ['a change of something else', '1.29.2', '1.29.2', 'gateways'],
] as const)('nothing is reported of %s', (_, after, istio, kind) => {
  expect(reported(after, istio, kind)).toEqual([]);
});
