import type { Cluster, Domain, Environment } from '../../inventory';
import { complaints, SHIPPED, SHIPPED_CLUSTER } from './complaints';

const OLD: Cluster = {
  ...SHIPPED_CLUSTER,
  name: 'old',
  platform: { kubernetes: '1.13', istio: '1.0.6', knative: '0.7', certManager: '0.6' },
  overrides: { namespaceLabel: 'name' },
};

test('who else speaks with the gateways', () => {
  const network = { dns: { cidrs: ['169.254.20.10/32'] }, metrics: { namespaces: ['monitoring'] } };
  expect(complaints({ network })).toBe('');
  expect(complaints({ network: {} })).toBe('');
  const wrong = { dns: { cidrs: ['169.254.20.10'] }, metrics: {} };
  expect(complaints({ domains: [], network: wrong })).toMatchInlineSnapshot(`
   "environments/test.ts:86:9 error KF501 "169.254.20.10" is not an address range
     86 |         "169.254.20.10"
        |         ^
     help: write it as 10.0.0.0/8

   environments/test.ts:89:16 error KF501 metrics names no peer
     89 |     "metrics": {}
        |                ^
     help: an empty list would let in everybody; name a range
   "
  `);
});

describe('Secrets for images', () => {
  test('are names, each once', () => {
    expect(complaints({ imagePullSecrets: ['registry', 'mirror.example.com'] })).toBe('');
    const imagePullSecrets = ['registry', 'Registry', 'registry', ''];
    expect(complaints({ domains: [], imagePullSecrets })).toMatchInlineSnapshot(`
     "environments/test.ts:85:5 error KF501 "Registry" is not the name of a Secret
       85 |     "Registry",
          |     ^
       help: use a-z, 0-9 and -

     environments/test.ts:86:5 error KF501 the Secret "registry" is named twice
       86 |     "registry",
          |     ^
       help: name it once

     environments/test.ts:87:5 error KF501 "" is not the name of a Secret
       87 |     ""
          |     ^
       help: use a-z, 0-9 and -
     "
    `);
  });

  test('functions of an old Knative cannot name them: a warning', () => {
    const change = { clusters: [OLD], domains: [] };
    expect(complaints({ ...change, imagePullSecrets: ['a'] })).toContain(
      'warning KF701 Knative Services are rendered without imagePullSecrets on old (Knative 0.7): Knative refuses the field there',
    );
    for (const none of [{}, { imagePullSecrets: [] }]) {
      expect(complaints({ ...change, ...none })).not.toContain('KF701');
    }
  });
});

describe('the certificate of a domain', () => {
  const issuer = { name: 'letsencrypt', kind: 'ClusterIssuer' } as const;
  const about = (
    tls: Domain['tls'],
    clusters: readonly Cluster[] = [SHIPPED_CLUSTER, { ...SHIPPED_CLUSTER, name: 'test-us' }],
    more: Partial<Domain> = {},
  ) => {
    const [first] = SHIPPED.domains;
    if (first === undefined) throw new Error('the shipped environment has no domain');
    const change: Partial<Environment> = { domains: [{ ...first, tls, ...more }], clusters };
    return complaints(change);
  };

  test('KF510: several clusters ask for it with HTTP-01', () => {
    expect(about({ issuer })).toMatchInlineSnapshot(`
     "environments/test.ts:56:14 warning KF510 the certificate of faas-alpha.test.example.internal is asked for by 2 clusters with HTTP-01, and the challenge of one may reach another: test-cn, test-us
       56 |       "tls": {
          |              ^
       help: say challenge: 'dns-01' where the issuer can, 'none' where it asks for none, or existingSecret: a Secret that is the same in all of them
     "
    `);
    expect(about({ issuer, challenge: 'http-01' })).toContain('warning KF510');
  });

  test.each([
    ['DNS-01', { issuer, challenge: 'dns-01' }],
    ['no challenge', { issuer, challenge: 'none' }],
    ['a shared Secret', { existingSecret: 'shared' }],
  ] as const)('nothing is said of %s', (_, tls) => {
    expect(about(tls)).toBe('');
  });

  test('nothing is said of a host that one cluster serves', () => {
    expect(about({ issuer }, [SHIPPED_CLUSTER])).toBe('');
    expect(about({ issuer }, undefined, { clusters: ['test-us'] })).toBe('');
  });

  test('before cert-manager 0.8 a Certificate itself would have to say how DNS-01 is answered', () => {
    expect(about({ issuer, challenge: 'dns-01' }, [OLD])).toContain(
      'error KF701 faas-alpha.test.example.internal asks for DNS-01; on old each Certificate must name a provider of DNS, which KFaas does not know',
    );
    expect(about({ issuer, challenge: 'none' }, [OLD])).not.toContain('KF701');
  });

  test('address ranges of nodes', () => {
    const ingress = { className: 'intranet', namespace: 'ingress', nodeCidrs: ['10.0.0.0/8', '10.0.0.1'] };
    expect(about({ existingSecret: 'a' }, undefined, { ingress })).toContain(
      'error KF501 "10.0.0.1" is not an address range',
    );
  });
});
