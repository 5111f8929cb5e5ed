import fc from 'fast-check';
import { clusterRoutes, placementOf } from '../../constructs';
import type { Mapping } from '../../base';
import { routingRulesOf } from '../../platform';
import { byRunLength } from '../properties/run-length';
import { naiveMatches } from '../routing/naive-evaluator';
import { importObjects, legacy, named, ruleTo, type TriedImport } from './legacy';

const RUNS = byRunLength({ quick: 40, long: 120 });
const RULES = routingRulesOf('1.29.2');
const GATEWAY = 'knative-serving/knative-local-gateway';
const HOST = 'faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local';
const NAMES = ['a-x', 'a-y', 'b-x', 'b-y', 'c-x'];
const ROOT = '/faas/api';

const uri: fc.Arbitrary<Mapping> = fc
  .tuple(fc.constantFrom('a', 'a/x', 'a/y', 'b', 'b/x', 'c/x'), fc.nat(5))
  .map(([place, kind]) => {
    const path = `${ROOT}/${place}`;
    return [
      { prefix: `${path}/` },
      { prefix: `${path}/v` },
      { exact: `${path}/v1` },
      { exact: `${path}/w` },
      { regex: `${path}/[a-z]+[0-9]*` },
      { regex: `${path}/(v|w)[0-9]*` },
    ][kind] as Mapping;
  });

const match: fc.Arbitrary<Mapping> = fc
  .tuple(
    uri,
    fc.constantFrom(undefined, 'GET', 'POST'),
    fc.constantFrom(undefined, { prefix: 'k' }, { exact: 'k1' }),
  )
  .map(([of, method, header]) => ({
    uri: of,
    ...(method === undefined ? {} : { method: { exact: method } }),
    ...(header === undefined ? {} : { headers: { 'x-tenant': header } }),
  }));

const rule = (ksvc: string): fc.Arbitrary<Mapping> =>
  fc
    .tuple(
      fc.array(match, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('1s', '2s'),
      fc.constantFrom(ksvc, 'a-x'),
    )
    .map(([matches, timeout, to]) => ruleTo(to, {}, { match: matches, timeout }));

export const table: fc.Arbitrary<readonly Mapping[]> = fc
  .subarray(NAMES, { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .tuple(fc.array(rule(name), { minLength: 1, maxLength: 3 }), fc.nat(6))
          .map(([http, day]) =>
            legacy(named(name), http, day === 0 ? {} : { creationTimestamp: `2021-01-0${day}T00:00:00Z` }),
          ),
      ),
    ),
  );

const request = fc.record<Asked>({
  path: fc
    .tuple(
      fc.constantFrom('a', 'a/x', 'a/y', 'b', 'b/x', 'c/x'),
      fc.constantFrom('', '/', '/v', '/v1', '/w', '/zz9', '/v1/x', '/A'),
    )
    .map((parts) => `${ROOT}/${parts.join('')}`),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  headers: fc.constantFrom<Record<string, string>>({}, { 'x-tenant': 'k1' }, { 'x-tenant': 'k2' }),
});

/** The VirtualServices that an import is rendered to, beside those that it leaves. */
function rendered({ ready, refused }: TriedImport, source: readonly Mapping[]): readonly Mapping[] {
  const names = refused.map(({ name }) => name);
  const stay = source.filter(({ metadata }) =>
    names.includes(`kfaas-system/${(metadata as { name: string }).name}`),
  );
  const [platform] = ready?.platforms ?? [];
  if (ready === undefined || platform === undefined) return stay;
  const own = clusterRoutes(platform, ready.functions, placementOf(ready.routes.groups), 'faas-alpha');
  const made = own.map(({ name, rules }) =>
    legacy(
      name,
      rules.map(({ rule: one }) => one as Mapping),
      { creationTimestamp: createdOf(name, source) },
    ),
  );
  return [...made, ...stay];
}

/** What takes the place of an object keeps its age; anything else is the youngest. */
function createdOf(name: string, source: readonly Mapping[]): unknown {
  const before = source.map(({ metadata }) => metadata as { name: string; creationTimestamp?: string });
  const replaced = before.find((one) => one.name === name);
  return replaced === undefined ? '2030-01-01T00:00:00Z' : replaced.creationTimestamp;
}

interface Asked {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** What answers a request: the Knative Service and the timeout. */
function answer(objects: readonly Mapping[], { path, method, headers }: Asked) {
  if (RULES === undefined) throw new Error('no rules');
  const [first] = naiveMatches(objects, RULES, GATEWAY, { host: HOST, path, method, headers });
  if (first === undefined) return 'nobody';
  const service = objects.find(
    ({ metadata }) => first.virtualService === `kfaas-system/${(metadata as { name: string }).name}`,
  );
  const { http } = service?.spec as { http: readonly { rewrite: { authority: string }; timeout: string }[] };
  const taken = http[first.rule];
  return `${taken?.rewrite.authority ?? ''} ${taken?.timeout ?? ''}`;
}

test('whatever table is imported: no request has another answer', () => {
  let imported = 0;
  fc.assert(
    fc.property(table, fc.array(request, { minLength: 20, maxLength: 60 }), (objects, requests) => {
      const result = importObjects(objects, { isPartial: true });
      imported += result.functions.length;
      const after = rendered(result, objects);
      for (const one of requests) expect([one, answer(after, one)]).toEqual([one, answer(objects, one)]);
      expect(result.hosts.every(({ verdict }) => verdict === 'same')).toBe(true);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(imported).toBeGreaterThan(RUNS);
});
