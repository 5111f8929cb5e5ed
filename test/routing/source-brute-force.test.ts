import fc from 'fast-check';
import { checkTables, referenceTo, requestRouter, routeTables } from '../../routing';
import { byRunLength } from '../properties/run-length';
import { RULES } from './contract-builders';
import { naiveMatches, type NaiveAnswer } from './naive-evaluator';
import {
  ownOf,
  PROXIES,
  seenBy,
  SOURCE_HOSTS,
  SOURCE_PATHS,
  sourceMeshes,
  type Proxy,
} from './source-builders';

const RUNS = byRunLength({ quick: 60, long: 600 });

/** The mesh as the naive evaluator has it: a Gateway on which nothing merges. */
const ENTRIES = [
  { gateway: 'ns/gw', gateways: ['ns/gw'], rules: RULES },
  { gateway: 'mesh', gateways: null, rules: { ...RULES, merges: false } },
] as const;

type Entry = (typeof ENTRIES)[number];

function naive(objects: readonly object[], proxy: Proxy, { rules }: Entry, host: string, path: string) {
  const bound = seenBy(proxy, objects).map((object) => {
    const { spec, ...rest } = object as { readonly spec: object };
    return { ...rest, spec: { ...spec, gateways: ['ns/gw'] } };
  });
  return naiveMatches(rules.merges ? bound : servingInMesh(bound, host), rules, 'ns/gw', {
    method: 'GET',
    host,
    path,
    headers: {},
  })[0];
}

/** Of a wildcard in the mesh, the first VirtualService serves its services, also without routes; it leaves alone those that others name. */
function servingInMesh<T extends { readonly spec: object }>(bound: readonly T[], host: string): readonly T[] {
  const named = bound.filter(({ spec }) => hostsOf(spec).includes(host));
  return named.length > 0 ? named : bound.filter(({ spec }) => hostsOf(spec)[0] !== 'h.example').slice(0, 1);
}

function hostsOf(spec: object): readonly string[] {
  return (spec as { readonly hosts: readonly string[] }).hosts;
}

describe.each(ENTRIES)('through $gateway', (entry) => {
  test('each proxy gets the answers that remain where no match asks for more of it', () => {
    let differing = 0;
    fc.assert(
      fc.property(sourceMeshes(entry.gateways), (objects) => {
        const router = requestRouter(routeTables(objects, RULES).tables, RULES);
        for (const host of SOURCE_HOSTS) {
          for (const path of SOURCE_PATHS) {
            const ways = router.ways({ method: 'GET', host, path, headers: {} });
            const answers = PROXIES.map((proxy) => {
              const way = ownOf(proxy, ways, ({ table }) => table);
              const route = way?.list.routes[way.matches[0] ?? -1];
              const answer = way && route && referenceTo(way.list, route);
              const expected = naive(objects, proxy, entry, host, path);
              expect({ host, path, proxy, answer }).toEqual({ host, path, proxy, answer: expected });
              return JSON.stringify(answer);
            });
            if (new Set(answers).size > 1) differing += 1;
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(differing).toBeGreaterThan(RUNS / 2);
  });

  test('the table of a proxy is broken where its answers depend on the order', () => {
    let broken = 0;
    fc.assert(
      fc.property(sourceMeshes(entry.gateways, [['h.example']]), (objects) => {
        const tables = routeTables(objects, RULES);
        const verdicts = checkTables(tables, RULES).tables;
        for (const proxy of PROXIES) {
          const own = ownOf(proxy, tables.tables, (table) => table);
          if (own === undefined) throw new Error('no table');
          const isBroken = SOURCE_PATHS.some(
            (path) => new Set(orders(objects).map((order) => outcome(order, proxy, path))).size > 1,
          );
          const { orderIndependent } = verdicts.find(({ gateway }) => gateway === own.gateway) ?? {};
          const told = { proxy, gateway: own.gateway };
          expect({ ...told, orderIndependent }).toEqual({
            ...told,
            orderIndependent: isBroken ? 'broken' : 'proved',
          });
          if (isBroken) broken += 1;
        }
      }),
      { numRuns: RUNS },
    );
    expect(broken).toBeGreaterThan(RUNS / 6);
  });

  function outcome(objects: readonly object[], proxy: Proxy, path: string): string | undefined {
    const answer: NaiveAnswer | undefined = naive(objects, proxy, entry, 'h.example', path);
    const found = (
      objects as readonly { metadata: { name: string }; spec: { http: { route: object }[] } }[]
    ).find(({ metadata }) => `ns/${metadata.name}` === answer?.virtualService);
    return JSON.stringify(found?.spec.http[answer?.rule ?? -1]?.route);
  }
});

/** VirtualServices created in every order. */
function orders(objects: readonly object[]): object[][] {
  const permuted = (left: readonly object[]): object[][] =>
    left.length === 0
      ? [[]]
      : left.flatMap((one) => permuted(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));
  return permuted(objects).map((order) =>
    order.map((object, at) => {
      const { metadata, ...rest } = object as { readonly metadata: object };
      return { ...rest, metadata: { ...metadata, creationTimestamp: `2026-01-01T00:00:0${at}Z` } };
    }),
  );
}
