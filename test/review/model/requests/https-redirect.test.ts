import { clusterPair } from '../cluster-snapshots';
import { messagesOf, reviewedPairs, type ReviewedPairs } from './reviewed-pairs';

const PLAIN = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
const HTTPS = {
  port: { number: 443, name: 'https', protocol: 'HTTPS' },
  hosts: ['*'],
  tls: { mode: 'SIMPLE' },
};
const REDIRECT = { ...PLAIN, tls: { httpsRedirect: true } };

function gateway(...servers: readonly object[]): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: 'ns' },
    spec: { selector: { app: 'ingress' }, servers },
  };
}

function virtualService(name: string, path: string): object {
  const rule = { match: [{ uri: { prefix: path } }], route: [{ destination: { host: 'a.ns' } }] };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'ns' },
    spec: { hosts: ['h.example'], gateways: ['ns/gw'], http: [rule] },
  };
}

/** Each change: its kind, where, and who answers before and after. */
function told({ requests }: ReviewedPairs): readonly string[] {
  return requests.changes.map(({ kind, before, after, where: [at] }) => {
    const names = [before, after].map((answer) => {
      if (answer === undefined) return '404';
      const { route } = answer;
      return route.virtualService ?? `${route.gateway} ${route.server}`;
    });
    return `${kind} ${at?.host ?? ''} ${at?.port ?? 'all'}: ${names.join(' -> ')}`;
  });
}

describe('tls.httpsRedirect', () => {
  const route = virtualService('a', '/a/');

  test('turned on or off is a change of all plain requests', () => {
    const on = reviewedPairs(clusterPair([gateway(PLAIN, HTTPS), route], [gateway(REDIRECT, HTTPS), route]));
    expect(told(on)).toEqual([
      'answered * all: 404 -> ns/gw 0',
      'answered h.example 80: 404 -> ns/gw 0',
      'moved h.example 80: ns/a -> ns/gw 0',
    ]);
    expect(
      on.requests.changes.map(({ after }) => [after?.file, after?.function, after?.rule]),
    ).toContainEqual([
      'prod/prod-us/ns/Gateway-gw.yaml',
      undefined,
      { redirect: { scheme: 'https', redirectCode: 301 }, httpsRedirect: true },
    ]);
    expect(messagesOf(on, 'KF802')[0]).toMatch(/^warning Gateway ns\/gw answers more requests: /);
    const off = reviewedPairs(clusterPair([gateway(REDIRECT, HTTPS), route], [gateway(PLAIN, HTTPS), route]));
    expect(told(off)).toEqual([
      'unanswered * all: ns/gw 0 -> 404',
      'unanswered h.example 80: ns/gw 0 -> 404',
      'moved h.example 80: ns/gw 0 -> ns/a',
    ]);
  });

  test('routes behind it change no plain request', () => {
    const servers = gateway(REDIRECT, HTTPS);
    const changed = reviewedPairs(clusterPair([servers, route], [servers, virtualService('a', '/b/')]));
    expect(new Set(changed.requests.changes.flatMap(({ where }) => where.map(({ port }) => port)))).toEqual(
      new Set([443]),
    );
  });

  test('a host that is new behind it is applied in any order', () => {
    const servers = gateway(REDIRECT, HTTPS);
    const added = [servers, route, virtualService('b', '/b/')];
    const { rollouts } = reviewedPairs(clusterPair([servers], added));
    expect(rollouts.map(({ safety }) => safety)).toEqual(['any']);
  });

  test('where it is turned on with other changes, what happens in between is not known', () => {
    const before = [gateway(PLAIN, HTTPS), virtualService('a', '/a/'), virtualService('b', '/b/')];
    const after = [gateway(REDIRECT, HTTPS), virtualService('a', '/c/'), virtualService('b', '/d/')];
    expect(reviewedPairs(clusterPair(before, after)).rollouts).toMatchObject([
      { safety: 'undecided', why: 'a Gateway redirects it to HTTPS before the change or after it' },
    ]);
  });
});
