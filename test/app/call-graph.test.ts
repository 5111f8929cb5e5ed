import { callGraph } from '../../app';
import { loadCatalog } from '../../catalog';
import { GRAPH_FORMATS, GRAPH_KEYS, spellGraph } from '../../cli/graph-views';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

const { path } = projectFolder({
  'a/team.yaml': 'contact: a\nprefixes: [/faas/api/a/]\n',
  'a/one.yaml': 'runtime: nodejs\ncalls: [tax, order.center]\n',
  'a/two.yaml':
    'runtime: nodejs\nenvironments: [prod]\ncalls: [tax]\noverlays:\n  istio-1-10: { calls: [stock] }\n',
  'a/none.yaml': 'runtime: nodejs\n',
});
const test_ = environmentOf('istio-1.28');
const ENVIRONMENTS = [
  {
    ...test_,
    javaPlatform: { ...test_.javaPlatform, services: { tax: {}, 'order.center': {}, idle: { path: '/i/' } } },
  },
  { ...environmentOf('istio-1.10', 'istio-1.17'), name: 'prod' },
];
const TARGETS = ENVIRONMENTS.flatMap(({ name, clusters }) =>
  clusters.map((cluster) => ({ environment: name, cluster: cluster.name })),
);
const { functions, findings } = loadCatalog(path, TARGETS);
const graph = callGraph(functions, ENVIRONMENTS);

test('the catalog of this test has no errors', () => {
  expect(findings).toEqual([]);
});

test('who calls what, and where', () => {
  expect(graph.calls.map(({ function: id, service, clusters }) => [id, service, clusters.join()])).toEqual([
    ['a/one', 'order.center', 'istio-1-28,istio-1-10,istio-1-17'],
    ['a/one', 'tax', 'istio-1-28,istio-1-10,istio-1-17'],
    ['a/two', 'stock', 'istio-1-10'],
    ['a/two', 'tax', 'istio-1-17'],
  ]);
  expect(graph.services).toEqual([
    { name: 'idle', paths: { test: '/i/' }, calledBy: [] },
    { name: 'order.center', paths: { test: '/order.center/' }, calledBy: ['a/one'] },
    { name: 'stock', paths: {}, calledBy: ['a/two'] },
    { name: 'tax', paths: { test: '/tax/' }, calledBy: ['a/one', 'a/two'] },
  ]);
});

test('one cluster alone', () => {
  const one = callGraph(functions, ENVIRONMENTS, (cluster) => cluster === 'istio-1-17');
  expect(one.calls.map(({ function: id, service }) => `${id} ${service}`)).toEqual([
    'a/one order.center',
    'a/one tax',
    'a/two tax',
  ]);
  expect(one.services.map(({ name }) => name)).toEqual(['order.center', 'tax']);
});

test('as text: by function, team and service', () => {
  const texts = GRAPH_KEYS.map((by) => spellGraph(graph, 'text', by, 2));
  expect(`\n${texts.join('\n')}`).toMatchInlineSnapshot(`
   "
   a/one  order.center  everywhere
          tax           everywhere
   a/two  stock         prod
          tax           prod

   a  order.center  a/one
      tax           a/one, a/two
      stock         a/two

   idle          /i/             nobody
   order.center  /order.center/  a/one
   stock                         a/two
   tax           /tax/           a/one
                                 a/two
   "
  `);
  expect(spellGraph({ calls: [], services: [] }, 'text', 'function', 2)).toBe(
    'No function calls a Java service.\n',
  );
  expect(spellGraph({ calls: [], services: [] }, 'text', 'service', 2)).toBe(
    'No Java service is declared or called.\n',
  );
});

test('as pictures: each node and each edge once', () => {
  expect(`\n${spellGraph(graph, 'dot', 'team', 2)}`).toMatchInlineSnapshot(`
   "
   digraph calls {
     rankdir=LR;
     "a";
     "java idle" [label="idle", shape=box];
     "java order.center" [label="order.center", shape=box];
     "java stock" [label="stock", shape=box];
     "java tax" [label="tax", shape=box];
     "a" -> "java order.center";
     "a" -> "java stock";
     "a" -> "java tax";
   }
   "
  `);
  expect(`\n${spellGraph(graph, 'mermaid', 'function', 2)}`).toMatchInlineSnapshot(`
   "
   flowchart LR
     c0(["a/one"])
     c1(["a/two"])
     s0["idle"]
     s1["order.center"]
     s2["stock"]
     s3["tax"]
     c0 --> s1
     c0 --> s3
     c1 --> s2
     c1 --> s3
   "
  `);
});

test('as JSON, the same by whatever key', () => {
  const [first, ...others] = GRAPH_KEYS.map((by) => spellGraph(graph, 'json', by, 2));
  expect(JSON.parse(first ?? '')).toEqual(graph);
  expect(new Set([first, ...others]).size).toBe(1);
  expect(GRAPH_FORMATS).toContain('json');
});
