import { autoscalingMaximum, certifiedHosts, policyPeers, servedHosts } from '../../../../review/model';

const policy = (spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec });
const service = (annotations: object) => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  spec: { template: { metadata: { annotations } } },
});

describe('the autoscaling maximum', () => {
  it.each([
    [service({ 'autoscaling.knative.dev/max-scale': '20' }), 20],
    [service({ 'autoscaling.knative.dev/maxScale': '20' }), 20],
    [service({ 'autoscaling.knative.dev/max-scale': '0' }), Infinity],
    [service({ 'autoscaling.knative.dev/max-scale': 'many' }), undefined],
    [service({}), undefined],
    [{ apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', spec: { maxReplicas: 7 } }, 7],
    [{ apiVersion: 'v1', kind: 'Service' }, undefined],
    ['text', undefined],
  ])('of %j is %j', (object, maximum) => expect(autoscalingMaximum(object)).toBe(maximum));
});

describe('hosts', () => {
  it('are those of Certificates and Ingresses, sorted, once each', () => {
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      spec: { dnsNames: ['b', 'a', 'b', 1] },
    };
    expect(certifiedHosts(certificate)).toEqual(['a', 'b']);
    const spec = { rules: [{ host: 'b' }, { host: 'a' }], tls: [{ hosts: ['a'] }, {}] };
    const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec };
    expect([certifiedHosts(ingress), servedHosts(ingress)]).toEqual([['a'], ['a', 'b']]);
    expect([certifiedHosts(policy({})), servedHosts(certificate)]).toEqual([[], []]);
  });

  it('are all where an Ingress has a default backend', () => {
    const spec = { defaultBackend: { service: { name: 'x' } } };
    expect(servedHosts({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec })).toEqual(['*']);
  });
});

describe('the peers of a NetworkPolicy', () => {
  it('are spelled with their ports', () => {
    const ingress = [
      {
        from: [
          { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } },
          { namespaceSelector: { matchLabels: { b: '1', a: '2' } } },
          { namespaceSelector: {}, podSelector: { matchLabels: { app: 'x' } } },
          { podSelector: {} },
        ],
        ports: [{ port: 80 }, { protocol: 'UDP', port: 8000, endPort: 9000 }],
      },
    ];
    expect(policyPeers(policy({ ingress })).ingress).toEqual(
      [
        '10.0.0.0/8 except 10.1.0.0/16, 10.2.0.0/16',
        'namespaces a=2,b=1',
        'pods app=x in all namespaces',
        'pods of its own namespace',
      ].flatMap((peer) => [`${peer} on TCP 80`, `${peer} on UDP 8000-9000`]),
    );
  });

  it('spells expressions as kubectl does', () => {
    const matchExpressions = [
      { key: 'a', operator: 'In', values: ['x', 'y'] },
      { key: 'b', operator: 'NotIn', values: ['z'] },
      { key: 'c', operator: 'Exists' },
      { key: 'd', operator: 'DoesNotExist' },
    ];
    expect(
      policyPeers(policy({ ingress: [{ from: [{ namespaceSelector: { matchExpressions } }] }] })).ingress,
    ).toEqual(['namespaces a in (x, y),b notin (z),c,!d']);
  });

  it('are anywhere where a rule names none, and nobody where there is no rule', () => {
    expect(policyPeers(policy({ ingress: [{ ports: [{ port: 80 }] }], egress: [{}] }))).toEqual({
      ingress: ['anywhere on TCP 80'],
      egress: ['anywhere'],
    });
    expect(policyPeers(policy({ policyTypes: ['Ingress', 'Egress'] }))).toEqual({ ingress: [], egress: [] });
  });

  it('are anywhere in a direction that nothing restricts', () => {
    expect(policyPeers(policy({ policyTypes: ['Egress'] }))).toEqual({ ingress: ['anywhere'], egress: [] });
    expect(policyPeers(policy({}))).toEqual({ ingress: [], egress: ['anywhere'] });
    expect(policyPeers(undefined)).toEqual({ ingress: ['anywhere'], egress: ['anywhere'] });
  });

  it('stay few, however many peers and ports a rule has', () => {
    const peers = Array.from({ length: 2000 }, (_, index) => ({ ipBlock: { cidr: `10.${index}` } }));
    const ports = Array.from({ length: 2000 }, (_, port) => ({ port }));
    const { ingress } = policyPeers(policy({ ingress: [{ from: peers, ports }] }));
    expect(ingress).toHaveLength(4000);
    expect(ingress).toEqual(expect.arrayContaining(['10.7 on 2000 ports', '2000 peers on TCP 7']));
  });
});
