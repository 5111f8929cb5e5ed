import { checkTables, routeTables } from '../../../routing';
import { exact, prefix, vs, RULES } from '../contract-builders';

const to = (host: string, match: object) => ({
  match: [match],
  route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }],
});

/** What is said of dead routes: `<severity> <message>`. */
const told = (...objects: readonly object[]) =>
  checkTables(routeTables(objects, RULES), RULES)
    .problems.filter(({ code }) => code === 'KF604')
    .map(({ severity, message }) => `${severity} ${message}`);

const TAKES = 'rule 0 match 0 of ns/a (prefix /s) takes all its requests first';
const TWO = ['ns/one', 'ns/two'];

test.each<[string, object[], string]>([
  [
    'behind a match of every path for one gateway',
    [vs({ gateways: TWO }, to('one', { gateways: ['one'] }), to('two', exact('/static')))],
    'note rule 1 match 0 of ns/a is unreachable on the gateway ns/one: Istio ignores all matches after an earlier one that matches every path',
  ],
  [
    'behind a broader match for one gateway',
    [vs({ gateways: TWO }, to('one', prefix('/s', { gateways: ['one'] })), to('two', exact('/static')))],
    `note rule 1 match 0 of ns/a (exact /static) is unreachable on the gateway ns/one: ${TAKES}`,
  ],
  [
    'behind a broader match for one port',
    [vs('a', to('one', prefix('/s', { port: 8080 })), to('two', exact('/static')))],
    `note rule 1 match 0 of ns/a (exact /static) is unreachable on port 8080: ${TAKES}`,
  ],
  [
    'behind another VirtualService on one of its hosts',
    [
      vs({ name: 'a', hosts: ['a.com'] }, to('one', prefix('/s'))),
      vs({ name: 'b', hosts: ['a.com', 'b.com'] }, to('one', exact('/s/x'))),
    ],
    `note rule 0 match 0 of ns/b (exact /s/x) is redundant on the host a.com: ${TAKES}, with the same outcome`,
  ],
  [
    'behind a broader match everywhere',
    [vs({ gateways: TWO }, to('one', prefix('/s')), to('two', exact('/static')))],
    `error rule 1 match 0 of ns/a (exact /static) is unreachable: ${TAKES}`,
  ],
])('a route %s is said to be dead there', (_, objects, message) => {
  expect(told(...objects)).toEqual([message]);
});

test('many places are counted', () => {
  const hosts = ['a.com', 'b.com', 'c.com', 'd.com', 'e.com'];
  const objects = [
    vs({ name: 'a', hosts }, to('one', prefix('/s'))),
    vs({ name: 'b', hosts: [...hosts, 'z.com'] }, to('one', exact('/s/x'))),
  ];
  expect(told(...objects)).toEqual([
    `note rule 0 match 0 of ns/b (exact /s/x) is redundant on the host a.com and the host b.com and the host c.com and 2 more: ${TAKES}, with the same outcome`,
  ]);
});
