import type { ObjectChange } from '../../../review/model';
import { host, objectChange, risksIn, told } from './inputs';

describe('KF809', () => {
  const service = (max: string | undefined) => ({
    metadata: { labels: { 'kfaas.io/team': 'saas' } },
    spec: {
      template: {
        metadata: { annotations: max === undefined ? {} : { 'autoscaling.knative.dev/max-scale': max } },
      },
    },
  });
  const serviceChange = (before: string | undefined, after: string | undefined) =>
    objectChange(service(before), service(after), {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      namespace: 'faas-prod',
      name: 'saas-showroom',
    });
  const autoscaler = (before: number, after: number) =>
    objectChange(
      { spec: { maxReplicas: before } },
      { spec: { maxReplicas: after } },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        name: 'egress-gateway',
      },
    );

  test('a Knative Service is told as its function', () => {
    const [risk] = risksIn([], { objects: [serviceChange('200', '100')] });
    expect(risk).toMatchObject({
      code: 'KF809',
      severity: 'warning',
      message: 'saas/showroom scales to at most 100 pods, where it was 200 in prod-cn',
      teams: ['saas'],
      places: [{ file: 'functions/saas/showroom.yaml', line: 1, column: 1, object: 'saas/showroom' }],
    });
  });

  test.each([
    ['to half', '200', '100', ['KF809 warning']],
    ['to less than half', '200', '99', ['KF809 error']],
    ['from no bound', '0', '10', ['KF809 warning']],
    ['from what the cluster says', undefined, '10', ['KF809 warning']],
    ['to no bound', '10', '0', []],
    ['to what the cluster says', '10', undefined, []],
    ['upwards', '10', '11', []],
  ])('%s', (_, before, after, codes) => {
    expect(told(risksIn([], { objects: [serviceChange(before, after)] }))).toEqual(codes);
  });

  test('a HorizontalPodAutoscaler is told by its name and file', () => {
    const [risk] = risksIn([], { objects: [autoscaler(40, 10)] });
    expect(risk?.severity).toBe('error');
    expect(risk?.message).toBe(
      'HorizontalPodAutoscaler egress-gateway scales to at most 10 pods, where it was 40 in prod-cn',
    );
    expect(risk?.places).toEqual([{ file: 'prod/prod-cn/egress-gateway.yaml', line: 1, column: 1 }]);
  });

  test('what comes or goes as a whole lowers nothing', () => {
    const gone: ObjectChange = { ...serviceChange('10', '5'), kind: 'removed', after: undefined };
    expect(risksIn([], { objects: [gone] })).toEqual([]);
  });
});

describe('KF810', () => {
  const block = (cidr: string) => ({ ipBlock: { cidr } });
  const port = { protocol: 'TCP', port: 80 };
  const policy = (from: readonly object[], ports?: readonly object[], podSelector: object = {}) => ({
    spec: { podSelector, policyTypes: ['Ingress'], ingress: [{ from, ports }] },
  });
  const policyChange = (before: object | undefined, after: object | undefined) =>
    objectChange(before, after, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      name: 'egress-gateway',
      where: [host('prod-cn')],
    });
  const namespaceChange = (kind: 'added' | 'removed'): ObjectChange =>
    objectChange(kind === 'added' ? undefined : {}, kind === 'added' ? {} : undefined, {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'kfaas-system',
    });

  test('a peer that was not allowed is a warning', () => {
    const [risk] = risksIn([], {
      objects: [
        policyChange(policy([block('10.0.0.0/16')]), policy([block('10.0.0.0/16'), block('10.1.0.0/16')])),
      ],
    });
    expect(risk).toMatchObject({
      code: 'KF810',
      severity: 'warning',
      message:
        'NetworkPolicy kfaas-system/egress-gateway opens the network: it lets in 10.1.0.0/16 in prod-cn',
    });
  });

  const one = policy([block('10.0.0.0/16')], [port]);
  test.each([
    ['everybody', one, policy([]), ['KF810 error']],
    ['everybody on a port', one, policy([], [port]), ['KF810 error']],
    ['every address', one, policy([block('0.0.0.0/0')], [port]), ['KF810 error']],
    ['every port', one, policy([block('10.0.0.0/16')]), ['KF810 warning']],
    ['a policy that is gone', one, undefined, ['KF810 error']],
    [
      'a policy that no longer is about ingress',
      one,
      { spec: { podSelector: {}, policyTypes: ['Egress'] } },
      ['KF810 error'],
    ],
    ['a new policy', undefined, one, ['KF810 warning']],
    [
      'a new policy that denies all',
      undefined,
      { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
      [],
    ],
    ['a port of a peer that had all', policy([block('10.0.0.0/16')]), one, []],
    ['a peer where everybody was allowed', policy([], [port]), one, []],
    ['a peer less', one, policy([], [port]), ['KF810 error']],
  ])('%s', (_, before, after, codes) => {
    expect(told(risksIn([], { objects: [policyChange(before, after)] }))).toEqual(codes);
  });

  test('other pods that are selected leave those that were', () => {
    const [a, b] = ['a', 'b'].map((app) => policy([block('10.0.0.0/16')], [port], { matchLabels: { app } }));
    const [risk] = risksIn([], { objects: [policyChange(a, b)] });
    expect(risk?.message).toContain('opens the network: it selects other pods than before');
  });

  test('what comes or goes with its namespace opens nothing', () => {
    expect(risksIn([], { objects: [policyChange(undefined, one), namespaceChange('added')] })).toEqual([]);
    expect(risksIn([], { objects: [policyChange(one, undefined), namespaceChange('removed')] })).toEqual([]);
    expect(risksIn([], { objects: [policyChange(one, undefined), namespaceChange('added')] })).toHaveLength(
      1,
    );
  });
});

describe('KF806', () => {
  const service = (...traffic: readonly object[]) => ({
    metadata: { labels: { 'kfaas.io/team': 'saas' } },
    spec: { template: {}, ...(traffic.length === 0 ? {} : { traffic }) },
  });
  const latest = (percent: number) => ({ latestRevision: true, percent });
  const named = (revisionName: string, percent: number) => ({ revisionName, percent });
  const messages = (before: object, after: object) =>
    risksIn([], {
      objects: [
        objectChange(before, after, {
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Service',
          namespace: 'faas-prod',
          name: 'saas-showroom',
        }),
      ],
    }).map(({ code, severity, message }) => `${code} ${severity} ${message}`);

  test('is told of the shares of revisions', () => {
    expect(messages(service(), service(latest(50), named('saas-showroom-1', 50)))).toEqual([
      'KF806 warning weights of saas/showroom jump: saas-showroom-1 from 0 % to 50 % and the latest revision from 100 % to 50 % in prod-cn',
    ]);
  });

  test.each([
    ['less than half', service(latest(100)), service(latest(51), named('saas-showroom-1', 49))],
    ['the default, written out', service(), service(latest(100))],
    ['a tag', service(latest(100)), service(latest(100), { ...named('saas-showroom-1', 0), tag: 'old' })],
  ])('is not told of %s', (_, before, after) => {
    expect(messages(before, after)).toEqual([]);
  });
});
