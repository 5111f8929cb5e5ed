import { join } from 'node:path';
import { platformsJson } from '../../../cli/platform/platform';
import { clusterPlatforms } from '../../../cli/platform/clusters';
import { spellPlatforms } from '../../../cli/platform/text';
import { ENVIRONMENTS } from '../../../environments';
import { type Cluster, type Environment } from '../../../inventory';
import { kfaas } from '../kfaas-command';

const ROOT = join(__dirname, '../../..');
const CLUSTERS = ['test-cn', 'staging-cn', 'prod-cn', 'prod-us', 'prod-eu', 'prod-sg'];
const TODAY: Cluster['platform'] = {
  kubernetes: '1.33',
  istio: '1.28.6',
  knative: '1.21',
  certManager: '1.18.0',
};

/** Runs `kfaas platform`. */
const platform = (...args: readonly string[]) => kfaas(ROOT, 'platform', ...args);

/** The platforms of one environment with these clusters. */
function platforms(
  clusters: readonly Partial<Cluster>[],
  assume?: Environment['assume'],
): ReturnType<typeof clusterPlatforms> {
  const [base] = ENVIRONMENTS;
  const [cluster] = base?.clusters ?? [];
  if (base === undefined || cluster === undefined) throw new Error('there is no environment');
  const named = clusters.map((change, index) => ({
    ...cluster,
    name: `c-${index}`,
    platform: TODAY,
    ...change,
  }));
  return clusterPlatforms([{ ...base, assume, clusters: named }]);
}

function spell(clusters: readonly Partial<Cluster>[], assume?: Environment['assume']): string {
  return spellPlatforms(platforms(clusters, assume), false);
}

/** The lines from one to the next empty one. */
function block(text: string, first: string): string {
  const from = text.indexOf(`\n${first}\n`) + 1;
  return text.slice(from, text.indexOf('\n\n', from) + 1 || undefined);
}

describe('the command', () => {
  test('shows every cluster, grouped by platform', async () => {
    const { exit, out, err } = await platform();
    expect([exit, err]).toEqual([0, '']);
    expect(out.match(/^\w+ \/ .*$/gm)).toEqual([
      'test / test-cn',
      'staging / staging-cn; prod / prod-cn, prod-us, prod-eu, prod-sg',
    ]);
    expect(out).not.toContain('\u001b[');
    expect(out).toMatch(
      /^ {2}API version of VirtualService {2,}networking\.istio\.io\/v1 {2,}v1 is served from 1\.22$/m,
    );
  });

  test('shows one cluster as JSON', async () => {
    const { exit, out, err } = await platform('--cluster', 'prod-us', '-o', 'json');
    expect([exit, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      clusters: [{ environment: 'prod', cluster: 'prod-us', versions: TODAY, problems: [] }],
    });
  });

  test('names the known clusters', async () => {
    expect(await platform('--cluster', 'prod-uk')).toEqual({
      exit: 2,
      out: '',
      err: `error: there is no cluster prod-uk: choose one of ${CLUSTERS.join(', ')}\n`,
    });
  });

  test('begins its help with examples', async () => {
    const { exit, out } = await platform('--help');
    expect(exit).toBe(0);
    expect(out).toMatch(/^\nExamples:\n {2}\$ kfaas platform /);
  });
});

describe('for people', () => {
  test('consequences in columns with reasons, and the changes of the next release', () => {
    const platform = { kubernetes: '1.21', istio: '1.10.3', knative: '0.26', certManager: '0.16' };
    expect(block(spell([{ platform }]), 'cert-manager 0.16')).toMatch(
      / {2}next: cert-manager 1\.0 changes\n {4}API version of Certificate {2}cert-manager\.io\/v1beta1 -> {9}v1 is served/,
    );
    expect(block(spell([{ platform }]), 'Knative 0.26')).toMatchInlineSnapshot(`
     "Knative 0.26
       API version of Knative Service    serving.knative.dev/v1             v1 is served from 0.10 by
                                                                            every installation
       imagePullSecrets of functions     yes                                the webhook refuses it before
       responseStartTimeoutSeconds       no                                 it came with 1.7
       local gateway                     knative-serving/knative-local-gateway, behind
                                         knative-local-gateway.istio-system.svc.cluster.local:80, pods
                                         istio=ingressgateway in istio-system on 8081
                                                                            the default from 0.19, the
                                                                            only one from 0.20
       ingress gateway                   knative-serving/knative-ingress-gateway
                                                                            the same in every version
       label of visibility               networking.knative.dev/visibility  known from 0.18, the only one
                                                                            from 0.21
       annotation of the fewest pods     autoscaling.knative.dev/minScale   hyphenated from 1.1
       annotation of the most pods       autoscaling.knative.dev/maxScale   hyphenated from 1.1
       annotation of the first pods      initialScale                       hyphenated from 1.1
       annotation of the utilization     targetUtilizationPercentage        hyphenated from 1.1
       annotation of the delay down      scaleDownDelay                     hyphenated from 1.1
       annotation of the last pod        scaleToZeroPodRetentionPeriod      hyphenated from 1.1
       capabilities: drop ALL            yes                                capabilities.add needs a
                                                                            feature flag
       runAsNonRoot: true                yes                                behind a flag from 0.17 on
       automountServiceAccountToken      yes                                false alone; true is refused
       allowPrivilegeEscalation: false   no                                 it came with 1.8
       seccompProfile of functions       no                                 it came with 1.9
       restricted queue-proxy            no                                 it came with 1.12
       fieldRef of functions             flag                               operators enable it in
                                                                            config-features
       nodeSelector of functions         flag                               operators enable it in
                                                                            config-features
       affinity of functions             flag                               operators enable it in
                                                                            config-features
       tolerations of functions          flag                               operators enable it in
                                                                            config-features
       several containers                yes                                it came with 0.17
       runtimeClassName of functions     flag                               operators enable it in
                                                                            config-features
       readOnlyRootFilesystem            yes                                it came with 0.21
       priorityClassName of functions    flag                               operators enable it in
                                                                            config-features
       emptyDir of functions             flag                               operators enable it in
                                                                            config-features
       initContainers of functions       no                                 it came with 1.0
       claims of functions               no                                 it came with 1.2
       written claims of functions       no                                 it came with 1.2
       gRPC probes                       no                                 refused before
       startupProbe of functions         no                                 refused before
       metric rps                        yes                                it came with 0.9
       metric memory                     yes                                it came with 0.26
       target utilization                yes                                it came with 0.8
       initial scale                     yes                                it came with 0.15
       initial scale of 0                flag                               behind a flag of
                                                                            config-autoscaler
       retention of the last pod         yes                                it came with 0.15
       scale-down delay                  yes                                it came with 0.19
       activation scale                  no                                 one pod wakes up before
       local gateway asks for the label  no                                 from 0.9 the local host is
                                                                            always on the local gateway
       match of Knative's own hosts      prefix                             authority.prefix from 0.10
       oldest Kubernetes for Knative     1.20                               Knative's controllers refuse
                                                                            to start on an older one
       newest Kubernetes for Knative     1.24                               its PodDisruptionBudgets are
                                                                            policy/v1beta1, which ended
                                                                            with 1.24
       Istio tested with Knative         1.10 to 1.11                       net-istio
       next: Knative 1.0 changes
         initContainers of functions  no -> flag                   operators enable it in config-features
         Istio tested with Knative    1.10 to 1.11 -> 1.9 to 1.11  net-istio and its documentation
     "
    `);
  });

  test('problems come first, errors before warnings; refused versions have no consequences', () => {
    const refused = { ...TODAY, kubernetes: '1.32', istio: '1.99' };
    expect(spell([{ platform: refused }], 'newest')).toMatchInlineSnapshot(`
     "test / c-0
     Kubernetes 1.32, Istio 1.99, Knative 1.21, cert-manager 1.18.0

     error: Kubernetes 1.32 is too old for Knative 1.21: Knative's controllers refuse to start on an
       older one
       help: it works from Kubernetes 1.33 on

     warning: Istio 1.99 is not known: it is taken for 1.31
       help: what it changed is not known here; extend the tables in platform/ soon

     Refused: KFaas cannot render for these versions.
     "
    `);
  });

  test('assumed versions are shown as assumed', () => {
    const text = spell([{ platform: { ...TODAY, istio: '1.99' } }], 'newest');
    expect(text).toContain('\nKubernetes 1.33, Istio 1.99, Knative 1.21, cert-manager 1.18.0\n');
    expect(text).toContain('\nwarning: Istio 1.99 is not known: it is taken for 1.31\n');
    expect(text.indexOf('\nwarning:')).toBeLessThan(text.indexOf('\nIstio 1.31\n'));
    expect(text).toContain('\n  next: no newer release of Istio is known\n');
  });

  test('overrides of operators', () => {
    const overrides: Cluster['overrides'] = { ingressGateway: 'mesh/public', exportTo: ['istio-system'] };
    const lines = spell([{ overrides }]).split('\n');
    expect(lines.filter((line) => line.includes('overridden'))).toHaveLength(2);
    expect(lines.join('\n')).toMatch(
      /^ {2}ingress gateway {2,}mesh\/public {2,}overridden in environments\/$/m,
    );
  });

  test('clusters with the same versions and overrides share one block', () => {
    const overrides = { exportTo: ['*'] };
    const [one, two] =
      spell([{}, { overrides }, {}, { overrides }, { platform: { ...TODAY } }]).match(/^\w+ \/ .*$/gm) ?? [];
    expect([one, two]).toEqual(['test / c-0, c-2, c-4', 'test / c-1, c-3']);
  });

  test.each([
    ['1.13', '1.0.6', '0.7', '0.6'],
    ['1.14', '1.1.7', '0.8', '0.9'],
    ['1.15', '1.4.6', '0.14', '0.12'],
    ['1.16', '1.5.4', '0.15', '0.15'],
    ['1.18', '1.7.8', '0.20', '1.0'],
    ['1.20', '1.10.0', '1.0', '1.5'],
    ['1.34', '1.29.2', '1.22', '1.19'],
  ])(
    'lines fit into 100 columns: Kubernetes %s, Istio %s, Knative %s',
    (kubernetes, istio, knative, certManager) => {
      const platform = { kubernetes, istio, knative, certManager };
      const lines = spell([{ platform, overrides: { namespaceLabel: 'name' } }]).split('\n');
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
      expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
      expect(lines.filter((line) => line.startsWith('  next: '))).toHaveLength(4);
    },
  );

  test('colour does not change the text', () => {
    const told = platforms([
      { platform: { ...TODAY, istio: '1.30.1' } },
      { platform: { ...TODAY, istio: '0.8' } },
    ]);
    const colored = spellPlatforms(told, true);
    expect(colored).toContain('\u001b[');
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(spellPlatforms(told, false));
  });
});

describe('for other programs', () => {
  test('a new field is null before its release', () => {
    const platform = { kubernetes: '1.22', istio: '1.14.6', knative: '1.6', certManager: '1.8' };
    expect(JSON.parse(platformsJson(platforms([{ platform }])))).toMatchObject({
      version: 1,
      clusters: [
        {
          environment: 'test',
          cluster: 'c-0',
          versions: platform,
          next: expect.arrayContaining([
            {
              component: 'istio',
              release: '1.15',
              changes: expect.arrayContaining([
                {
                  what: 'VirtualService field http[].directResponse',
                  before: null,
                  after: 'there',
                  why: 'it came with 1.15',
                },
              ]) as unknown,
            },
          ]) as unknown,
          consequences: expect.arrayContaining([
            {
              component: 'istio',
              what: 'API version of VirtualService',
              value: 'networking.istio.io/v1beta1',
              why: 'v1beta1 is served from 1.5, v1 from 1.22',
            },
          ]) as unknown,
        },
      ],
    });
  });

  test('refused versions have problems and no consequences', () => {
    const told = platforms([{ platform: { ...TODAY, istio: '0.8' } }, {}]);
    expect(told.map(({ isRefused }) => isRefused)).toEqual([true, false]);
    const parsed = JSON.parse(platformsJson(told)) as { clusters: unknown[] };
    expect(parsed.clusters[0]).toEqual({
      environment: 'test',
      cluster: 'c-0',
      versions: { ...TODAY, istio: '0.8' },
      consequences: [],
      next: [],
      problems: [
        {
          kind: 'unknown',
          severity: 'error',
          message: 'Istio 0.8 is older than any release that KFaas renders for',
          help: 'the oldest is 1.0.1',
        },
      ],
    });
  });
});
