import { destinationsOf, type Outcome } from '../../../routing';
import { answer, requestChange, risksIn } from './inputs';

/** The answer of saas/a by a rule that has no Knative Service. */
function ruled(rule: Outcome) {
  return { ...answer('saas/a'), rule, destinations: destinationsOf(rule) };
}

const billing = {
  route: [{ destination: { host: 'billing.faas-prod.svc.cluster.local', port: { number: 8080 } } }],
};

/** The risks of a change, but for those that are not asked about. */
function told(...sides: Parameters<typeof requestChange>): string[] {
  const codes = ['KF830', 'KF831', 'KF832'];
  return risksIn([requestChange(...sides)])
    .filter(({ code }) => codes.includes(code))
    .map(({ code, severity, message }) => `${code} ${severity} ${message}`);
}

describe('KF830', () => {
  test('requests that newly go to a host', () => {
    expect(told(answer('saas/a'), ruled(billing))).toEqual([
      'KF830 warning saas/a sends requests to what is no Knative Service: billing.faas-prod.svc.cluster.local:8080 for prefix /saas/a/ in prod-cn',
    ]);
    expect(told(undefined, ruled(billing))).toHaveLength(1);
  });

  test.each([
    ['that went there before', ruled(billing), ruled({ ...billing, timeout: '1s' })],
    ['that go back to a Knative Service', ruled(billing), answer('saas/a')],
    ['of a VirtualService of others', answer('saas/a'), { ...ruled(billing), function: undefined }],
    [
      'that go to a Knative Service by a gateway of another name',
      answer('saas/a'),
      ruled({
        rewrite: { authority: 'saas-a.faas-prod.svc.cluster.local' },
        route: [{ destination: { host: 'own-gateway.mesh.svc.cluster.local' } }],
      }),
    ],
  ])('not those %s', (_, before, after) => {
    expect(told(before, after)).toEqual([]);
  });
});

describe('KF831', () => {
  test.each([
    [{ redirect: { uri: '/new', authority: 'shop.example.com' } }, 'a redirect to shop.example.com /new'],
    [{ redirect: { port: 8443 } }, 'a redirect to another port'],
    [{ directResponse: { status: 410 } }, 'status 410'],
  ])('%j instead of the function', (rule, said) => {
    expect(told(answer('saas/a'), ruled(rule))).toEqual([
      `KF831 warning requests of saas/a are answered without it: ${said} for prefix /saas/a/ in prod-cn`,
    ]);
    // Nobody answered them before, or Envoy did.
    expect(told(undefined, ruled(rule))).toEqual([]);
    expect(told(ruled({ directResponse: { status: 404 } }), ruled(rule))).toEqual([]);
  });
});

describe('KF832', () => {
  const copied = (host: string) => answer('saas/a', { treatment: { mirror: { host } } });

  test('copies that newly go somewhere', () => {
    expect(told(answer('saas/a'), copied('audit.example.com'))).toEqual([
      'KF832 warning copies of requests of saas/a go elsewhere: to audit.example.com for prefix /saas/a/ in prod-cn',
    ]);
    expect(told(copied('a.example.com'), copied('b.example.com'))).toHaveLength(1);
    const several = answer('saas/a', {
      treatment: { mirrors: [{ destination: { host: 'a.example.com' } }] },
    });
    expect(told(copied('a.example.com'), several)).toEqual([]);
    expect(told(answer('saas/a'), several)).toHaveLength(1);
    expect(told(copied('a.example.com'), answer('saas/a'))).toEqual([]);
  });
});
