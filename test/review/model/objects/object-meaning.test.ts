import { objectMeaning } from '../../../../review/model/objects/object-meaning';

const service = (annotations: object, spec: object = {}) => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'saas-showroom', namespace: 'faas-prod' },
  spec: { template: { metadata: { annotations }, spec } },
});
const scaled = (max: string) => service({ 'autoscaling.knative.dev/max-scale': max });
const imaged = (image: string, resources?: object) => service({}, { containers: [{ image, resources }] });
const autoscaler = (spec: object) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  spec,
});
const policy = (spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec });
const ingress = (spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec });
const certificate = (...dnsNames: string[]) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  spec: { dnsNames },
});
const routes = (hosts: string[], gateways: string[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  spec: { hosts, gateways },
});
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { labels } });
const deployment = (replicas: number | undefined, containers: object[] = []) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  spec: { replicas, template: { spec: { containers } } },
});

const bounded = (http2MaxRequests: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  spec: { trafficPolicy: { connectionPool: { http: { http2MaxRequests } } } },
});

const ALL = { podSelector: {} };
const from = (cidr: string) => ({ from: [{ ipBlock: { cidr } }], ports: [{ port: 80 }] });

describe.each<[string, unknown, unknown, readonly string[]]>([
  ['a lower maximum', scaled('200'), scaled('80'), ['scales up to 80 pods (was 200)']],
  ['a maximum of 0', scaled('200'), scaled('0'), ['scales up to any number of pods (was 200)']],
  ['the older spelling', service({ 'autoscaling.knative.dev/maxScale': '200' }), scaled('200'), []],
  [
    'a maximum no more',
    scaled('200'),
    service({}),
    ['scales up to as many pods as its cluster says (was 200)'],
  ],
  [
    'a minimum',
    service({ 'autoscaling.knative.dev/minScale': '0' }),
    service({ 'autoscaling.knative.dev/min-scale': '1' }),
    ['keeps at least 1 pod (was 0)'],
  ],
  [
    'concurrency',
    service({}, { containerConcurrency: 50 }),
    service({}, { containerConcurrency: 0 }),
    ['takes at a time, in each pod, any number of requests (was 50)'],
  ],
  [
    "an autoscaler's bounds",
    autoscaler({ maxReplicas: 40 }),
    autoscaler({ minReplicas: 4, maxReplicas: 20 }),
    ['scales up to 20 pods (was 40)', 'keeps at least 4 pods (was 1)'],
  ],
  [
    "the bound of functions' requests",
    bounded(100),
    bounded(50),
    ['lets each Envoy send at once 50 requests (was 100)'],
  ],
  ['replicas', deployment(2), deployment(3), ['runs 3 replicas (was 2)']],
  [
    'an image of the same repository',
    imaged('host:5000/saas/showroom:1.4.2'),
    imaged('host:5000/saas/showroom:1.4.3'),
    ['image showroom: 1.4.2 -> 1.4.3'],
  ],
  [
    'an image without a tag',
    imaged('host:5000/saas/showroom'),
    imaged('host:5000/saas/showroom@sha256:00'),
    ['image showroom: latest -> @sha256:00'],
  ],
  ['another image', imaged('a/b:1'), imaged('a/c:1'), ['image a/b:1 -> a/c:1']],
  [
    'resources',
    imaged('a/b:1', { requests: { cpu: '100m', memory: '1Gi' } }),
    imaged('a/b:1', { requests: { cpu: '200m', memory: '1Gi' }, limits: { memory: '2Gi' } }),
    ['resources of b: requests.cpu 100m -> 200m, limits.memory none -> 2Gi'],
  ],
  [
    'containers that are matched by name',
    deployment(1, [
      { name: 'a', image: 'x:1' },
      { name: 'b', image: 'y:1' },
    ]),
    deployment(1, [
      { name: 'b', image: 'y:2' },
      { name: 'a', image: 'x:1' },
    ]),
    ['image y: 1 -> 2'],
  ],
  [
    'certified hosts',
    certificate('a.example', 'b.example'),
    certificate('b.example', 'c.example'),
    ['has a certificate for c.example', 'no longer has a certificate for a.example'],
  ],
  [
    'a certificate that goes',
    certificate('a.example'),
    undefined,
    ['no longer has a certificate for a.example'],
  ],
  [
    'an Ingress',
    ingress({ rules: [{ host: 'a.example' }], tls: [{ hosts: ['a.example'] }] }),
    ingress({ rules: [{}] }),
    ['no longer has a certificate for a.example', 'serves *', 'no longer serves a.example'],
  ],
  [
    'peers that are let in',
    policy({ ...ALL, ingress: [from('10.0.0.0/8')] }),
    policy({ ...ALL, ingress: [from('10.0.0.0/8'), from('192.168.0.0/16')] }),
    ['lets in 192.168.0.0/16 on TCP 80'],
  ],
  [
    'peers that are let out no more',
    policy({ ...ALL, egress: [{ to: [{ namespaceSelector: {} }] }], policyTypes: ['Egress'] }),
    policy({ ...ALL, egress: [], policyTypes: ['Egress'] }),
    ['no longer lets out to all namespaces'],
  ],
  [
    'a rule that names nobody',
    policy({ ...ALL, ingress: [from('10.0.0.0/8')] }),
    policy({ ...ALL, ingress: [{}] }),
    ['lets in everything'],
  ],
  ['a policy that denies', undefined, policy({ ...ALL, policyTypes: ['Ingress'] }), ['lets in nothing']],
  [
    'a policy that goes',
    policy({ ...ALL, ingress: [from('10.0.0.0/8')] }),
    undefined,
    [
      'lets in everything where no other policy holds for the same pods',
      'no longer lets in 10.0.0.0/8 on TCP 80 where another policy holds',
    ],
  ],
  [
    'a policy for other pods',
    policy({ podSelector: { matchLabels: { app: 'x' } } }),
    policy(ALL),
    ['holds for all pods (was pods app=x)'],
  ],
  [
    'Pod Security',
    namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
    namespace({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
    ['Pod Security enforce: privileged (was baseline)'],
  ],
  [
    'hosts and gateways of routes',
    routes(['a'], ['ns/g']),
    routes(['a', 'b'], ['mesh']),
    ['is for host b', 'is bound to gateway mesh', 'no longer is bound to gateway ns/g'],
  ],
  [
    'many names',
    certificate(),
    certificate(...Array.from({ length: 12 }, (_, index) => `${String.fromCharCode(97 + index)}.example`)),
    [expect.stringMatching(/^has a certificate for a\.example, .* and 2 more$/) as string],
  ],
  [
    'what is nothing to anybody',
    { apiVersion: 'v1', kind: 'ConfigMap', data: {} },
    { apiVersion: 'v1', kind: 'ConfigMap' },
    [],
  ],
])('the meaning of %s', (_, before, after, meaning) => {
  it('is told in words', () => expect(objectMeaning(before, after)).toEqual(meaning));
});

describe('objects that are not what they should be', () => {
  it.each([
    null,
    'text',
    [],
    { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', spec: [] },
    policy({ ingress: 'x', egress: [0] }),
  ])('do no harm: %j', (object) => {
    expect(() => objectMeaning(object, policy({ ingress: [{ from: [null], ports: ['x'] }] }))).not.toThrow();
    expect(() => objectMeaning(service({}, { containers: [null, { image: 1 }] }), object)).not.toThrow();
  });
});
