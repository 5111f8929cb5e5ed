import { connectionChanges, meshConnectionChanges } from '../../../../review/model/requests';
import { connectionSentence } from '../../../../review/view/text';
import { routeTables } from '../../../../routing';
import { RULES } from '../../../routing/contract-builders';

const to = (host: string) => ({ route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }] });
const tls = (host: string, ...sniHosts: readonly string[]) => ({
  match: [{ port: 443, sniHosts }],
  ...to(host),
});

/** A VirtualService with TLS routes on the Gateway `ns/gw`, unless told otherwise. */
const virtualService = (name: string, spec: object, gateways: readonly string[] = ['ns/gw']) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'ns' },
  spec: { hosts: ['*'], gateways, ...spec },
});

/** What changes between two folders, as a review says it. */
const changes = (before: readonly object[], after: readonly object[]) =>
  connectionChanges(routeTables(before, RULES).connections, routeTables(after, RULES).connections).map(
    connectionSentence,
  );

describe('connections on Gateways', () => {
  test('that go to another destination', () => {
    const [one, two] = ['one', 'two'].map((host) =>
      virtualService('a', { tls: [tls(host, 'a.com', 'b.com')] }),
    );
    expect(changes([one as object], [two as object])).toEqual([
      'TLS connections to port 443 of ns/gw with the server names a.com, b.com: one.ns.svc.cluster.local -> two.ns.svc.cluster.local',
    ]);
  });

  test('that come or go', () => {
    const own = virtualService('a', { tls: [tls('one', 'a.com')] });
    const more = virtualService('a', { tls: [tls('one', 'a.com'), tls('two', 'b.com')] });
    const sentence = 'TLS connections to port 443 of ns/gw with the server name b.com';
    expect(changes([own], [more])).toEqual([`${sentence}: no route -> two.ns.svc.cluster.local`]);
    expect(changes([more], [own])).toEqual([`${sentence}: two.ns.svc.cluster.local -> no route`]);
  });

  test('of TCP have a port alone', () => {
    const [one, two] = ['one', 'two'].map((host) =>
      virtualService('a', { tcp: [{ match: [{ port: 9000 }], ...to(host) }] }),
    );
    expect(changes([one as object], [two as object])).toEqual([
      'TCP connections to port 9000 of ns/gw: one.ns.svc.cluster.local -> two.ns.svc.cluster.local',
    ]);
  });

  test('that another VirtualService routes alike are no change', () => {
    const own = [virtualService('a', { tls: [tls('one', 'a.com', 'b.com')] })];
    const split = [
      virtualService('a', { tls: [tls('one', 'a.com')] }),
      virtualService('b', { tls: [tls('one', 'b.com')] }),
    ];
    expect(changes(own, split)).toEqual([]);
    expect(changes(own, own)).toEqual([]);
  });
});

describe('VirtualServices in the mesh', () => {
  const inMesh = (name: string, host: string, more: object = {}) =>
    virtualService(name, { tls: [tls(host, 'a.com')], ...more }, ['mesh']);

  test('whose TLS or TCP routes differ, come or go are named', () => {
    const before = [inMesh('b', 'one'), inMesh('same', 'one'), inMesh('gone', 'one')];
    const after = [inMesh('a', 'one'), inMesh('same', 'one'), inMesh('b', 'two')];
    expect(meshConnectionChanges(before, after)).toEqual(['ns/a', 'ns/b', 'ns/gone']);
  });

  test('with other HTTP routes, or on Gateways alone, are not', () => {
    const http = [to('one')];
    expect(meshConnectionChanges([inMesh('a', 'one')], [inMesh('a', 'one', { http })])).toEqual([]);
    expect(meshConnectionChanges([], [virtualService('a', { tls: [tls('one', 'a.com')] })])).toEqual([]);
  });
});
