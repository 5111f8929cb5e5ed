import {
  changesBetween,
  COMPONENTS,
  consequencesOf,
  KNOWN_RELEASES,
  nextRelease,
  releasesAfter,
  spellVersion,
  type Component,
  type PlatformOverrides,
} from '../../platform';
import { parsed, versionOf } from './versions';

/** What follows of one name, as `value (why)`. */
function follows(component: Component, version: string, what: string, overrides?: PlatformOverrides) {
  return consequencesOf(parsed(component, version), overrides)
    .filter((one) => one.component === component && one.what === what)
    .map(({ value, why }) => `${value} (${why})`);
}

/** What changes, as `what: before -> after`. */
function changes(component: Component, from: string, to: string, overrides?: PlatformOverrides): string[] {
  return changesBetween(component, versionOf(from), versionOf(to), overrides).map(
    ({ what, before = '-', after = '-' }) => `${what}: ${before} -> ${after}`,
  );
}

describe('consequences', () => {
  test.each<[Component, string, string, string]>([
    [
      'istio',
      '1.4.6',
      'API version of VirtualService',
      'networking.istio.io/v1alpha3 (v1beta1 is served from 1.5)',
    ],
    [
      'istio',
      '1.0.6',
      'reference to a Gateway',
      '<name>.<namespace>.svc.cluster.local (a slash is refused before 1.1)',
    ],
    ['istio', '1.3.8', 'most instructions of a regex', 'no limit (std::regex counts none)'],
    ['istio', '1.28.6', 'several backends by weight', 'yes (each destination sets its Host)'],
    ['istio', '1.30', 'newest Kubernetes tried with Istio', 'not known (not looked up for this release)'],
    ['kubernetes', '1.20', 'label with the name of a namespace', 'none (operators must set one before 1.21)'],
    ['kubernetes', '1.17', 'startupProbe', 'no (it came with 1.18)'],
    [
      'knative',
      '0.18',
      'local gateway',
      'knative-serving/cluster-local-gateway, behind cluster-local-gateway.istio-system.svc.cluster.local:80, pods istio=cluster-local-gateway in istio-system on 80 or 8080 (knative-local-gateway is programmed from 0.19)',
    ],
    [
      'knative',
      '0.18',
      'ingress gateway',
      'knative-serving/knative-ingress-gateway (the same in every version)',
    ],
    ['knative', '0.14', 'Istio tested with Knative', '1.4 to 1.5 (serving/third_party and net-istio)'],
    [
      'certManager',
      '0.16',
      'API version of Certificate',
      'cert-manager.io/v1beta1 (v1beta1 is served from 0.16)',
    ],
  ])('%s %s: %s', (component, version, what, expected) => {
    expect(follows(component, version, what)).toEqual([expected]);
  });

  test.each(COMPONENTS)('each name stands once, on every release of %s', (component) => {
    const { oldest } = KNOWN_RELEASES[component];
    for (const version of [oldest, ...releasesAfter(component, versionOf(oldest))]) {
      const told = consequencesOf(parsed(component, version));
      expect(new Set(told.map(({ what }) => what)).size).toBe(told.length);
      expect(told.length).toBe(consequencesOf(parsed('istio', '1.28.6')).length);
    }
  });

  test('what operators have re-pointed comes before what follows from the versions', () => {
    const overrides: PlatformOverrides = {
      localGateway: { serviceHost: 'x.mesh.svc', port: 81 },
      ingressGateway: 'mesh/public',
      exportTo: ['istio-system', '.'],
      pathNormalization: 'MERGE_SLASHES',
      namespaceLabel: 'name',
    };
    const overridden = consequencesOf(parsed('istio', '1.28.6'), overrides)
      .filter(({ why }) => why.startsWith('overridden in environments/'))
      .map(({ what, value, why }) => `${what}: ${value} (${why})`);
    expect(overridden).toEqual([
      'label with the name of a namespace: name (overridden in environments/)',
      'exportTo of VirtualServices: istio-system, . (overridden in environments/)',
      'normalisation of paths: MERGE_SLASHES (overridden in environments/)',
      'local gateway: knative-serving/knative-local-gateway, behind x.mesh.svc:81, pods istio=ingressgateway in istio-system on 8081 (overridden in environments/: serviceHost, port)',
      'ingress gateway: mesh/public (overridden in environments/)',
    ]);
  });
});

describe('changes between two versions', () => {
  test('none within a release', () => {
    expect(changes('istio', '1.28.0', '1.28.6')).toEqual([]);
    expect(changes('istio', '1.28.6', '1.28.6')).toEqual([]);
  });

  test('are told both ways', () => {
    expect(changes('istio', '1.21.6', '1.22.0')).toEqual([
      'API version of VirtualService: networking.istio.io/v1beta1 -> networking.istio.io/v1',
      'API version of DestinationRule: networking.istio.io/v1beta1 -> networking.istio.io/v1',
      'hosts of a VirtualService: one -> any',
      'withoutHeaders: needs-header -> absent-is-empty',
    ]);
    expect(changes('istio', '1.22.0', '1.21.6')).toContain('hosts of a VirtualService: any -> one');
  });

  test('Istio 1.10.0 drops the Host of a destination, 1.10.1 fixes it', () => {
    const what = 'several backends by weight';
    expect(changes('istio', '1.9.9', '1.10.0')).toContain(`${what}: yes -> no`);
    expect(changes('istio', '1.10.0', '1.10.1')).toEqual([`${what}: no -> yes`]);
    expect(changes('istio', '1.9.9', '1.10.1')).not.toContain(expect.stringContaining(what));
  });

  test('fields come and go, and what stands in a field that comes is not told again', () => {
    expect(changes('istio', '1.14.6', '1.15')).toEqual(
      expect.arrayContaining([
        'VirtualService field http[].directResponse: - -> there',
        'VirtualService field http[].match[].statPrefix: - -> there',
      ]),
    );
    expect(changes('istio', '1.14.6', '1.15').join()).not.toContain('directResponse.status');
    expect(changes('istio', '1.4.6', '1.5.4')).toContain(
      'VirtualService field http[].fault.abort.percent: there -> -',
    );
    expect(changes('istio', '1.1.7', '1.2').join()).not.toContain('queryParams');
    const why = changesBetween('istio', versionOf('1.4'), versionOf('1.5')).map((one) => one.why);
    expect(why).toEqual(expect.arrayContaining(['taken back in 1.5', 'it came with 1.5']));
  });

  test('what is overridden does not change; parts of the local gateway that are not do', () => {
    const what = 'local gateway: ';
    const [told = ''] = changes('knative', '0.18', '0.19').filter((text) => text.startsWith(what));
    expect(told).toMatch(/cluster-local-gateway, .* -> knative-serving\/knative-local-gateway, /);
    const whole: PlatformOverrides = {
      localGateway: {
        gateway: 'mesh/local',
        serviceHost: 'local.mesh.svc.cluster.local',
        port: 80,
        namespace: 'mesh',
        podLabels: { app: 'local' },
        podPorts: [80],
      },
    };
    expect(changes('knative', '0.18', '0.19', whole).join()).not.toContain(what);
    const part: PlatformOverrides = { localGateway: { port: 81 } };
    expect(changes('knative', '0.18', '0.19', part).join()).toMatch(/local:81, .* -> .*local:81, /);
    const label: PlatformOverrides = { namespaceLabel: 'name' };
    expect(changes('kubernetes', '1.20', '1.21', label).join()).not.toContain('label');
  });
});

describe('the next release', () => {
  test('is the next minor one that changes something, whatever the patch level', () => {
    expect(nextRelease('istio', versionOf('1.21.6'))?.release).toBe('1.22');
    expect(nextRelease('kubernetes', versionOf('1.15'))?.release).toBe('1.18');
    expect(nextRelease('knative', versionOf('0.26'))?.release).toBe('1.0');
    expect(nextRelease('certManager', versionOf('0.16'))).toEqual({
      component: 'certManager',
      release: '1.0',
      changes: [
        {
          what: 'API version of Certificate',
          before: 'cert-manager.io/v1beta1',
          after: 'cert-manager.io/v1',
          why: 'v1 is served from 1.0; 1.6 serves nothing else',
        },
      ],
    });
  });

  test.each(COMPONENTS)('there is none after the newest of %s', (component) => {
    const newest = versionOf(KNOWN_RELEASES[component].newest);
    expect(nextRelease(component, newest)).toBeUndefined();
    expect(nextRelease(component, { ...newest, patch: 7 })).toBeUndefined();
    expect(releasesAfter(component, newest)).toEqual([]);
  });

  test('1.0 of Knative follows 0.26, and that of cert-manager 0.16', () => {
    expect(releasesAfter('knative', versionOf('0.25')).slice(0, 3)).toEqual(['0.26', '1.0', '1.1']);
    expect(releasesAfter('certManager', versionOf('0.15.2')).slice(0, 3)).toEqual(['0.16', '1.0', '1.1']);
    expect(releasesAfter('knative', versionOf('0.26.1'))[0]).toBe('1.0');
  });

  test('all releases are told, the newest among them', () => {
    expect(releasesAfter('istio', versionOf('1.28.6'))).toEqual(['1.29', '1.30', '1.31']);
    expect(releasesAfter('knative', versionOf('0.7'))).toHaveLength(26 - 7 + 24);
    expect(releasesAfter('kubernetes', versionOf('1.11')).at(-1)).toBe(KNOWN_RELEASES.kubernetes.newest);
  });
});

test.each<[Component, string, string]>([
  ['istio', '1.28.6', 'Istio 1.28.6'],
  ['kubernetes', '1.33', 'Kubernetes 1.33'],
  ['certManager', '1.18.0', 'cert-manager 1.18'],
  ['knative', 'v0.26.1', 'Knative 0.26.1'],
])('%s %s is spelled %s', (component, version, expected) => {
  expect(spellVersion(component, versionOf(version))).toBe(expected);
});
