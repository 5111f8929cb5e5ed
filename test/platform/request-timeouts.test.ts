import { ingressTimeout, requestTimeouts, revisionTimeout } from '../../platform';

test("without settings the limits begin at Knative's own, and each waits longer than what is behind it", () => {
  expect(requestTimeouts()).toEqual({
    request: 300,
    knativeDefault: 300,
    knativeMaximum: 600,
    gateway: 305,
    beforeGateway: 310,
  });
});

test.each([{ request: 1 }, { request: 300 }, { request: 600, siteGateway: 610 }, { knativeMaximum: 3600 }])(
  'the limits ascend: %j',
  (settings) => {
    const { request, gateway, beforeGateway } = requestTimeouts(settings);
    expect(request).toBe(settings.request ?? 300);
    expect(request).toBeLessThan(gateway);
    expect(gateway).toBeLessThan(beforeGateway);
  },
);

test.each([
  [[], undefined],
  [[undefined, 1], undefined],
  [[300_000], undefined],
  [[300_001, 2], 301],
  [[undefined, 400_000, 500_000], 500],
])('revisions whose tries take %j ms need %j s', (longest, seconds) => {
  expect(revisionTimeout(longest)).toBe(seconds);
});

test.each([
  ['nginx-public', {}, { seconds: 60, isSaid: false }],
  ['nginx', { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '310' }, { seconds: 310, isSaid: true }],
  // ingress-nginx takes numbers alone, and what it makes of other text is not known here.
  ['nginx', { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '310s' }, undefined],
  ['nginx', { 'nginx.org/proxy-read-timeout': '310s' }, undefined],
  ['alb', {}, undefined],
  ['intranet', {}, undefined],
])('the controller of the class %s with %j', (className, annotations, expected) => {
  const found = ingressTimeout(className, annotations);
  if (expected === undefined) expect(found).toBeUndefined();
  else
    expect(found).toEqual({
      annotation: 'nginx.ingress.kubernetes.io/proxy-read-timeout',
      ...expected,
    });
});
