import { connectionChanges } from '../../../../review/model/requests';

/** A VirtualService that sends connections with a server name to a host. */
const virtualService = (name: string, host: string, more: object = {}) => ({
  kind: 'VirtualService',
  metadata: { name, namespace: 'ns' },
  spec: {
    hosts: ['a.example'],
    tls: [{ match: [{ sniHosts: ['a.example'] }], route: [{ destination: { host } }] }],
    ...more,
  },
});

test('VirtualServices whose TLS or TCP routes differ, come or go are named', () => {
  const before = [virtualService('b', 'one'), virtualService('same', 'one'), virtualService('gone', 'one')];
  const after = [virtualService('a', 'one'), virtualService('same', 'one'), virtualService('b', 'two')];
  expect(connectionChanges(before, after)).toEqual(['ns/a', 'ns/b', 'ns/gone']);
});

test('other HTTP routes are no change of connections', () => {
  const http = [{ route: [{ destination: { host: 'one' } }] }];
  expect(connectionChanges([virtualService('a', 'one')], [virtualService('a', 'one', { http })])).toEqual([]);
});
