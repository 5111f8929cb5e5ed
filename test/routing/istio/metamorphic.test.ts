import fc from 'fast-check';
import { isMapping } from '../../../base';
import { checkTables, outcomes, requestRouter, routeTables } from '../../../routing';
import { byRunLength } from '../../properties/run-length';
import { requests, virtualServices, type PlainVirtualService } from '../arbitraries';
import type { NaiveRequest } from '../naive-evaluator';
import { RULES } from '../contract-builders';

/*
 * Ways to write the same mesh: what is said of it does not change.
 */

const RUNS = byRunLength({ quick: 30, long: 300 });

function judged(objects: readonly unknown[]) {
  const { tables, problems } = checkTables(routeTables(objects, RULES), RULES);
  return {
    verdicts: tables.map(({ host, routes, orderIndependent }) => `${host} ${routes} ${orderIndependent}`),
    codes: problems.map(({ code, severity }) => `${code} ${severity}`).sort(),
  };
}

/** What becomes of a request: the effect of the route that answers it. */
function answerTo(objects: readonly unknown[], request: NaiveRequest): string | undefined {
  const [way] = requestRouter(routeTables(objects, RULES).tables, RULES).ways(request);
  const route = way?.list.routes[way.matches[0] ?? -1];
  return route && outcomes().keyOf(route);
}

/** Applies a change to each field of a value, from the inside out. */
function everywhere(value: unknown, change: (field: string, inner: unknown) => unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => everywhere(entry, change, field));
  if (!isMapping(value)) return change(field, value);
  const inner = Object.entries(value).map(([name, one]) => [name, everywhere(one, change, name)]);
  return change(field, Object.fromEntries(inner));
}

/** The rules of a VirtualService, each changed. */
function withRules(object: PlainVirtualService, change: (rule: unknown) => unknown): PlainVirtualService {
  return {
    ...object,
    spec: { ...object.spec, http: object.spec.http.map(change) as PlainVirtualService['spec']['http'] },
  };
}

test.each<[string, (object: PlainVirtualService) => PlainVirtualService]>([
  [
    'in other namespaces, with the services in full',
    (object) => {
      const { namespace } = object.metadata;
      const inFull = (field: string, host: unknown) =>
        field === 'host' && typeof host === 'string' && !host.includes('.')
          ? `${host}.${namespace}.svc.cluster.local`
          : host;
      const moved = withRules(object, (rule) => everywhere(rule, inFull));
      return { ...moved, metadata: { ...moved.metadata, namespace: `x-${namespace}` } };
    },
  ],
  [
    'with the weight of a single destination',
    (object) =>
      withRules(object, (rule) =>
        everywhere(rule, (field, inner) =>
          field === 'route' && isMapping(inner) ? { weight: 100, ...inner } : inner,
        ),
      ),
  ],
  [
    'with names of the rules, and null where nothing is asked for',
    (object) => withRules(object, (rule) => ({ name: 'x', timeout: null, ...(isMapping(rule) ? rule : {}) })),
  ],
  ['under another API version', (object) => ({ ...object, apiVersion: 'networking.istio.io/v1' })],
  ['exported to all', (object) => ({ ...object, spec: { ...object.spec, exportTo: ['*'] } })],
])('a mesh %s is judged alike', (_, change) => {
  fc.assert(
    fc.property(virtualServices({ timestamps: false }), (objects) => {
      expect(judged(objects.map(change))).toEqual(judged(objects));
    }),
    { numRuns: RUNS },
  );
});

test('a Gateway for all hosts that is in the input changes nothing', () => {
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: 'ns' },
    spec: { servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  };
  fc.assert(
    fc.property(virtualServices({ timestamps: false }), (objects) => {
      expect(judged([gateway, ...objects])).toEqual(judged(objects));
    }),
    { numRuns: RUNS },
  );
});

// A route for every path would end a VirtualService, and no longer does once it is split.
test('VirtualServices that are split by their rules answer alike, where that is proved', () => {
  let proved = 0;
  const split = (object: PlainVirtualService): PlainVirtualService[] =>
    object.spec.http.map((rule, index) => ({
      ...object,
      metadata: { ...object.metadata, name: `${object.metadata.name}-${index}` },
      spec: { ...object.spec, http: [rule] },
    }));
  fc.assert(
    fc.property(
      virtualServices({ timestamps: false, most: 3, catchAlls: false }),
      fc.array(requests(), { minLength: 5 }),
      (objects, sent) => {
        const parts = objects.flatMap(split);
        if (!judged(parts).verdicts.every((verdict) => verdict.endsWith('proved'))) return;
        proved += 1;
        for (const request of sent) {
          expect([request, answerTo(parts, request)]).toEqual([request, answerTo(objects, request)]);
        }
      },
    ),
    { numRuns: RUNS * 3 },
  );
  expect(proved).toBeGreaterThan(RUNS / 50);
});
