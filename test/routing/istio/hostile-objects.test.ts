import fc from 'fast-check';
import {
  assumedGatewayProblems,
  checkTables,
  missingServices,
  requestRouter,
  routeTables,
} from '../../../routing';
import { byRunLength } from '../../properties/run-length';
import { RULES } from '../contract-builders';

/*
 * Objects of the kinds that are read, with fields that have the right names and any value: nothing throws.
 */

const NAMES = [
  'a.com',
  '*',
  '*.com',
  'ns/gw',
  './gw',
  'gw',
  'mesh',
  'ns',
  '',
  '.',
  '~',
  'TLS',
  'HTTP',
  '/',
  '__proto__',
];

/** Any value; often a text that means something. */
const value = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    { arbitrary: fc.constantFrom<unknown>(...NAMES, 80, 443, null, true), weight: 4 },
    { arbitrary: fc.anything({ maxDepth: 1 }), weight: 1 },
  );

/** A mapping with some of these fields, and lists of such mappings, down to a depth. */
function mapping(fields: Readonly<Record<string, () => fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> {
  const all = Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => [
      name,
      fc.oneof(
        { arbitrary: inner(), weight: 4 },
        { arbitrary: fc.array(inner(), { maxLength: 2 }), weight: 4 },
        { arbitrary: value(), weight: 1 },
      ),
    ]),
  );
  return fc.record(all, { requiredKeys: [] });
}

const match = () =>
  mapping({
    uri: () => mapping({ prefix: value, exact: value }),
    port: value,
    gateways: value,
    sniHosts: value,
    headers: value,
  });
const rule = () =>
  mapping({
    match,
    route: () => mapping({ destination: () => mapping({ host: value, subset: value }), weight: value }),
    delegate: () => mapping({ name: value, namespace: value }),
    rewrite: () => mapping({ uri: value }),
  });
const SPECS = {
  VirtualService: () =>
    mapping({ hosts: value, gateways: value, exportTo: value, http: rule, tls: rule, tcp: rule }),
  Gateway: () =>
    mapping({
      selector: () => mapping({ app: value }),
      servers: () =>
        mapping({
          port: () => mapping({ number: value, protocol: value }),
          hosts: value,
          bind: value,
          tls: () => mapping({ mode: value }),
        }),
    }),
  DestinationRule: () => mapping({ host: value, subsets: () => mapping({ name: value }) }),
  Service: value,
};

const objects = () =>
  fc.array(
    fc.constantFrom(...(Object.keys(SPECS) as (keyof typeof SPECS)[])).chain((kind) =>
      fc.record({
        apiVersion: fc.constant(kind === 'Service' ? 'v1' : 'networking.istio.io/v1'),
        kind: fc.constant(kind),
        metadata: mapping({ name: value, namespace: value, creationTimestamp: value }),
        spec: SPECS[kind](),
      }),
    ),
    { maxLength: 6 },
  );

test('whatever stands in the fields of an object, it is read, judged and asked', () => {
  let tables = 0;
  fc.assert(
    fc.property(objects(), (given) => {
      const read = routeTables(given, RULES);
      tables += read.tables.length + read.connections.length;
      const { problems } = checkTables(read, RULES);
      for (const { positions } of [
        ...problems,
        ...assumedGatewayProblems(read),
        ...missingServices(read, given),
      ]) {
        for (const { virtualService } of positions) expect(given[virtualService]).toBeDefined();
      }
      requestRouter(read.tables, RULES).ways({ method: 'GET', host: 'a.com', path: '/', headers: {} });
    }),
    { numRuns: byRunLength({ quick: 100, long: 1000 }) },
  );
  expect(tables).toBeGreaterThan(5);
});
