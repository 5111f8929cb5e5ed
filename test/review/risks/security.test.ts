import { objectChange, risksIn, told } from './inputs';

const KNATIVE = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  namespace: 'faas-prod',
  name: 'saas-showroom',
};

const CONFINED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A Knative Service of saas/showroom with a security context. */
function service(
  securityContext: object,
  pod: object = { automountServiceAccountToken: false },
  reason?: string,
) {
  return {
    ...KNATIVE,
    metadata: {
      labels: { 'kfaas.io/team': 'saas' },
      annotations: reason === undefined ? {} : { 'kfaas.io/security-reason': reason },
    },
    spec: { template: { spec: { containers: [{ image: 'a:1', securityContext }], ...pod } } },
  };
}

function risksOfChange(before: object | undefined, after: object | undefined) {
  return risksIn([], { objects: [objectChange(before, after, KNATIVE)] });
}

test('a function that is less confined is named, with what it may do now', () => {
  const [risk] = risksOfChange(service(CONFINED), service({ ...CONFINED, runAsNonRoot: false }, {}));
  expect(risk).toMatchObject({
    code: 'KF816',
    severity: 'warning',
    message:
      "saas/showroom is less confined: it may run as root and sees its service account's token in prod-cn",
    teams: ['saas'],
    places: [{ file: 'functions/saas/showroom.yaml', line: 1, column: 1, object: 'saas/showroom' }],
  });
});

test.each([
  ['root', { runAsNonRoot: false }, ['KF816 warning']],
  ['the image says who it is', { runAsNonRoot: undefined }, ['KF816 warning']],
  ['the user 0', { runAsUser: 0 }, ['KF816 warning']],
  ['another user', { runAsUser: 1000 }, []],
  ['setuid programs', { allowPrivilegeEscalation: true }, ['KF816 warning']],
  ['some capabilities', { capabilities: { drop: ['NET_RAW'] } }, ['KF816 warning']],
  ['a capability more', { capabilities: { drop: ['ALL'], add: ['CHOWN'] } }, ['KF816 warning']],
  ['low ports', { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }, []],
  ['every system call', { seccompProfile: { type: 'Unconfined' } }, ['KF816 error']],
  ['a profile of its own', { seccompProfile: { type: 'Localhost' } }, []],
  ['everything', { privileged: true }, ['KF816 error']],
])('%s', (_, change, codes) => {
  const [confined, loose] = [service(CONFINED), service({ ...CONFINED, ...change })];
  expect(told(risksOfChange(confined, loose))).toEqual(codes);
  expect(told(risksOfChange(loose, confined))).toEqual([]);
  expect(told(risksOfChange(loose, loose))).toEqual([]);
});

test('a new function is named for what it says by itself', () => {
  expect(told(risksOfChange(undefined, service(CONFINED)))).toEqual([]);
  // Nothing at all is what an older Knative takes, and what other pipelines write.
  expect(told(risksOfChange(undefined, service({}, {})))).toEqual([]);
  const [risk] = risksOfChange(
    undefined,
    service({ ...CONFINED, runAsNonRoot: false }, {}, 'It starts sudo'),
  );
  expect(risk?.message).toBe(
    "saas/showroom is less confined: it may run as root and sees its service account's token in prod-cn",
  );
});

test('a function that goes is not', () => {
  expect(told(risksOfChange(service(CONFINED), undefined))).toEqual([]);
});

test("what a pod's security context says holds for its containers", () => {
  const pod = { securityContext: { runAsNonRoot: true } };
  const rest = { ...CONFINED, runAsNonRoot: undefined };
  expect(
    told(risksOfChange(service(CONFINED), service(rest, { ...pod, automountServiceAccountToken: false }))),
  ).toEqual([]);
});

describe('a namespace', () => {
  const namespace = (level: string | undefined) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } },
  });
  const ofNamespace = (before: object | undefined, after: object | undefined) => {
    const name = { apiVersion: 'v1', kind: 'Namespace', name: 'faas-prod' };
    return risksIn([], { objects: [objectChange(before, after, name)] });
  };

  test.each([
    ['restricted', 'baseline', ['KF816 warning']],
    ['restricted', 'privileged', ['KF816 error']],
    ['baseline', undefined, ['KF816 error']],
    ['privileged', undefined, []],
    ['baseline', 'restricted', ['KF817 warning']],
    [undefined, 'baseline', ['KF817 warning']],
    [undefined, 'privileged', []],
    ['baseline', 'baseline', []],
  ])('that enforced %s and enforces %s', (before, after, codes) => {
    expect(told(ofNamespace(namespace(before), namespace(after)))).toEqual(codes);
  });

  test('is named with both standards', () => {
    expect(ofNamespace(namespace('restricted'), namespace('baseline'))[0]?.message).toBe(
      'Namespace faas-prod is less confined: it enforces baseline, where it was restricted in prod-cn',
    );
    expect(ofNamespace(namespace('baseline'), namespace('restricted'))[0]?.message).toBe(
      'Namespace faas-prod refuses pods that it took: it enforces restricted, where it was baseline in prod-cn',
    );
  });

  test('that comes or goes refuses and allows nothing', () => {
    for (const level of ['restricted', 'privileged']) {
      expect(told(ofNamespace(undefined, namespace(level)))).toEqual([]);
      expect(told(ofNamespace(namespace(level), undefined))).toEqual([]);
    }
  });
});
