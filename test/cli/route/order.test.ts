import { readRoutes, type RouteBook } from '../../../app';
import { projectFolder } from '../../fixtures/project-folder';
import { answer, ask, bookOf, manifest, REST, SHOP, STORE } from './route-fixture';

describe('why others lost', () => {
  const rule = (path: string, host: string) =>
    `    - match: [{ uri: { prefix: ${path} } }]\n      route: [{ destination: { host: ${host} } }]\n`;
  const [older, younger] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
  const two = (a: string, b: string, istio?: string, host = 'b.ns') =>
    bookOf(
      {
        'a.yaml': manifest('foo', rule('/a', 'a.ns'), { created: a }),
        'b.yaml': manifest('foo-bar', rule('/a/b', host), { created: b }),
      },
      istio,
    );
  const rows = (book: RouteBook) =>
    ask(book, '/a/b')
      .split('\n')
      .filter((line) => /^GET|^ {2}(also|order)|would/.test(line));

  test('younger: the order is known', () => {
    expect(rows(two(older, younger))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo rule 0 match 0 -> a.ns",
       "  also      team/foo-bar rule 0 match 0  b.yaml:8:15 (prefix /a/b): its VirtualService is younger, created 2026-01-01T00:00:01Z",
     ]
    `);
    expect(answer(two(older, younger), { path: '/a/b' })).not.toHaveProperty('orderDecides');
  });

  test('created in the same second, by name', () => {
    expect(rows(two(older, older))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo rule 0 match 0 -> a.ns",
       "  also      team/foo-bar rule 0 match 0  b.yaml:8:15 (prefix /a/b): comes later by name, because both were created in the same second",
       "  order     decides here: created in the same second, VirtualServices are taken by name, then namespace; created in another order,",
       "            team/foo-bar rule 0 match 0 would answer -> b.ns",
     ]
    `);
    expect(rows(two(older, older, '1.20.0'))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo-bar rule 0 match 0 -> b.ns",
       "  also      team/foo rule 0 match 0  a.yaml:8:15 (prefix /a): comes later by name, because both were created in the same second",
       "  order     decides here: created in the same second, VirtualServices are taken by <name>.<namespace>; created in another order,",
       "            team/foo rule 0 match 0 would answer -> a.ns",
     ]
    `);
    expect(rows(two(older, older, '1.1.0'))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo rule 0 match 0 -> a.ns",
       "  also      team/foo-bar rule 0 match 0  b.yaml:8:15 (prefix /a/b): created in the same second, for which this Istio version defines no order",
       "  order     decides here: created in the same second, VirtualServices are taken by name, then namespace, though this Istio version defines no order; created in another order,",
       "            team/foo-bar rule 0 match 0 would answer -> b.ns",
     ]
    `);
  });

  test('without creationTimestamp', () => {
    expect(rows(two('', ''))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo rule 0 match 0 -> a.ns",
       "  also      team/foo-bar rule 0 match 0  b.yaml:8:15 (prefix /a/b): comes later by name, because neither has a creationTimestamp",
       "  order     decides here: without creationTimestamp, VirtualServices are taken by name, then namespace; created in another order,",
       "            team/foo-bar rule 0 match 0 would answer -> b.ns",
     ]
    `);
    expect(rows(two('', younger))).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/foo rule 0 match 0 -> a.ns",
       "  also      team/foo-bar rule 0 match 0  b.yaml:8:15 (prefix /a/b): is treated as younger, because the other VirtualService has no creationTimestamp",
       "  order     decides here: VirtualServices without creationTimestamp are taken as the oldest; created in another order,",
       "            team/foo-bar rule 0 match 0 would answer -> b.ns",
     ]
    `);
    expect(answer(two('', ''), { path: '/a/b' })).toMatchObject({ orderDecides: true });
  });

  test('the creation order does not matter for equal outcomes', () => {
    expect(rows(two('', '', undefined, 'a.ns')).join()).not.toContain('order');
  });

  test('a catch-all comes after all others, independent of its name', () => {
    const book = bookOf({ 'rest.yaml': REST, 'store.yaml': STORE });
    expect(rows(book)).toMatchInlineSnapshot(`
     [
       "GET http://h.example/a/b -> team/a-rest rule 0 match 0 -> rest.ns",
     ]
    `);
    expect(ask(book, '/store/a')).toMatchInlineSnapshot(`
     "GET http://h.example/store/a -> team/store rule 0 match 0 -> store.ns
       gateway   ns/gw
       host      h.example
       match     store.yaml:8:15 (regex /s(hop|tore)/.*)
       retries   2 attempts, the default of this Istio version
       also      team/a-rest rule 0 match 0  rest.yaml:8:7 (prefix /): is a catch-all, which Istio moves after all others
     "
    `);
  });

  test('without merging, another VirtualService would serve the host alone', () => {
    const book = bookOf({ 'shop.yaml': SHOP, 'store.yaml': STORE }, '1.0.0');
    expect(ask(book, '/store/a')).toMatchInlineSnapshot(`
     "GET http://h.example/store/a -> 404: no route matches
       gateway   ns/gw
       host      h.example
       nearest   team/shop rule 0 match 1  shop.yaml:11:11 (exact /shop)
                 team/shop rule 0 match 0  shop.yaml:9:11 (prefix /shop/, header x-tenant prefix kjl-)
                 team/shop rule 1 match 0  shop.yaml:21:15 (prefix /shop/old)
       order     decides here: without creationTimestamp, VirtualServices are taken by name, then namespace, though this Istio version defines no order; created in another order,
                 team/store rule 0 match 0 would answer -> store.ns
     "
    `);
  });
});

test('the only port of a Service is the one of a destination without a port', () => {
  const rule = (port: string) =>
    `    - match: [{ uri: { prefix: /a } }]\n      route: [{ destination: { host: x.ns.svc.cluster.local${port} } }]\n`;
  const files = {
    'a.yaml': manifest('a', rule('')),
    'b.yaml': manifest('b', rule(', port: { number: 80 }')),
    's.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: ns }\nspec: { ports: [{ port: 80 }] }\n',
  };
  const { path } = projectFolder(files);
  const asked = (services: boolean) => {
    const book = readRoutes([path], '1.28.6', { services });
    if (book === undefined) throw new Error('Istio 1.28.6 is not known');
    return answer(book, { path: '/a' });
  };
  expect(asked(true)).not.toHaveProperty('orderDecides');
  expect(asked(false)).toHaveProperty('orderDecides');
});

test('copies of a Service are no problem of an answer', () => {
  const copy = 'apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: ns }\n';
  const { path } = projectFolder({ 'a.yaml': SHOP, 's.yaml': copy, 't.yaml': copy });
  expect(readRoutes([path], '1.28.6', { services: true })?.findings).toEqual([]);
});
