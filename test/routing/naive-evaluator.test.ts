import fc from 'fast-check';
import { routingRulesOf } from '../../platform/routing-rules';
import { istioVersions, requests, virtualServices, wordsUpTo } from './arbitraries';
import { CONTRACT_CASES } from './contract-cases';
import { naiveMatches } from './naive-evaluator';
import type { RoutingRules } from '../../routing/model/rules';

function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}

describe.each(CONTRACT_CASES)('$istio: $name', ({ istio, virtualServices, gateway, requests }) => {
  test.each(requests)(
    '$request.method $request.host $request.path $request.headers',
    ({ request, answer }) => {
      expect(naiveMatches(virtualServices, rulesOf(istio), gateway, request)[0]).toEqual(answer);
    },
  );
});

test('the order in which VirtualServices are handed in does not count', () => {
  const shuffled = virtualServices().chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, requests(), istioVersions(), ([all, other], request, istio) => {
      const answers = naiveMatches(all, rulesOf(istio), 'ns/gw', request);
      expect(naiveMatches(other, rulesOf(istio), 'ns/gw', request)).toEqual(answers);
    }),
  );
});

test('requests hit tables: some by no route, some by one, some by several', () => {
  const rules = rulesOf('1.28.6');
  const counts = fc
    .sample(fc.tuple(virtualServices(), requests()), { numRuns: 1000, seed: 1 })
    .map(([table, request]) => naiveMatches(table, rules, 'ns/gw', request).length);
  expect(counts.filter((count) => count === 0).length).toBeGreaterThan(50);
  expect(counts.filter((count) => count === 1).length).toBeGreaterThan(100);
  expect(counts.filter((count) => count > 1).length).toBeGreaterThan(200);
});

test('words come shortest first', () => {
  expect(wordsUpTo(['a', 'b'], 2)).toEqual(['', 'a', 'b', 'aa', 'ab', 'ba', 'bb']);
  expect(wordsUpTo(['a', 'b'], 0)).toEqual(['']);
});
