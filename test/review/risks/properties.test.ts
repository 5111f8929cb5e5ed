import fc from 'fast-check';
import type { Risk } from '../../../review/risks';
import { risksOf } from '../../../review/risks/risks';
import type { ReviewInput } from '../../../review/risks/review-input';
import type { ObjectChange, RequestChange, Rollout } from '../../../review/model';
import { answer, host, objectChange, requestChange, routesChange, rule, SAME, serviceGone } from './inputs';

const of = fc.constantFrom('saas/a', 'saas/b', 'growth/c', 'trade/d');
const where = fc.subarray(
  ['prod-cn', 'prod-us', 'test-cn'].map((cluster) => host(cluster)),
  { minLength: 1 },
);
const weight = fc.integer({ min: 0, max: 100 });
const retries = fc.record({
  attempts: fc.integer({ min: 0, max: 3 }),
  retryOn: fc.constantFrom('5xx', 'connect-failure', undefined),
  perTryTimeout: fc.constantFrom('1s', '3s', undefined),
});
const treatment = fc.record({ timeout: fc.constantFrom('2s', '5s', undefined), retries });
const given = fc
  .record({ of, blue: weight, green: weight, treatment })
  .map(({ of: name, blue, green, ...parts }) => answer(name, { shares: { blue, green }, ...parts }));

const changes: fc.Arbitrary<RequestChange[]> = fc.array(
  fc
    .record({
      before: fc.option(given, { nil: undefined }),
      after: fc.option(given, { nil: undefined }),
      where,
      path: fc.constantFrom('/x', '/y', '/long'),
    })
    .filter(({ before, after }) => before !== undefined || after !== undefined)
    .map(({ before, after, where: at, path }) =>
      requestChange(before, after, {
        where: at,
        witness: { method: 'GET', path, headers: {}, query: {} },
      }),
    ),
  { maxLength: 12 },
);

const matches = fc.subarray(
  [{ uri: { prefix: '/p/' } }, { uri: { prefix: '/p/' }, method: { exact: 'GET' } }],
  { minLength: 1 },
);
const hpa = (max: number) => ({ spec: { maxReplicas: max } });
const objects: fc.Arbitrary<ObjectChange[]> = fc.uniqueArray(
  fc.oneof(
    fc
      .record({ of, before: fc.option(matches, { nil: undefined }), after: matches, where })
      .map((one) =>
        routesChange(one.of, one.before && [rule(one.of, one.before)], [rule(one.of, one.after)], one.where),
      ),
    fc
      .record({
        from: fc.integer({ min: 1, max: 9 }),
        to: fc.integer({ min: 1, max: 9 }),
        name: fc.constantFrom('h', 'i', 'j'),
        where,
      })
      .map((one) =>
        objectChange(hpa(one.from), hpa(one.to), {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          name: one.name,
          where: one.where,
        }),
      ),
    fc
      .record({ name: fc.constantFrom('blue', 'green'), where })
      .map((one) => serviceGone(one.name, one.where)),
  ),
  // An object is in a cluster once.
  { maxLength: 8, selector: ({ object }) => `${object.kind} ${object.name}` },
);

const rollouts: fc.Arbitrary<Rollout[]> = fc.array(
  fc.oneof(
    where.map((at): Rollout => ({ safety: 'any', where: at })),
    fc
      .record({ why: fc.constantFrom('a', 'b'), where })
      .map((one): Rollout => ({ safety: 'undecided', ...one })),
    fc.record({ of, where }).map((one): Rollout => ({
      safety: 'none',
      needs: [],
      keep: [one.of],
      where: one.where,
    })),
  ),
  { maxLength: 8 },
);

const input: fc.Arbitrary<ReviewInput> = fc
  .record({ changes, objects, rollouts, undecided: where })
  .map(({ changes: all, undecided, ...rest }) => ({
    requests: { ...SAME, changes: all, undecided },
    ...rest,
  }));

/** Risks with the changes that they name in place of the changes' indices. */
function resolved(risks: readonly Risk[], { requests, objects: all }: ReviewInput) {
  const texts = (list: readonly unknown[], indices: readonly number[]) =>
    indices.map((index) => JSON.stringify(list[index])).sort();
  return risks.map((risk) => ({
    ...risk,
    requestChanges: texts(requests.changes, risk.requestChanges),
    objectChanges: texts(all, risk.objectChanges),
  }));
}

test('where nothing changes there is no risk', () => {
  expect(risksOf({ requests: SAME, objects: [], rollouts: [] })).toEqual([]);
  const of0 = answer('saas/a');
  expect(
    risksOf({ requests: { ...SAME, changes: [requestChange(of0, of0)] }, objects: [], rollouts: [] }),
  ).toEqual([]);
});

test('a side that is compared with itself brings no risk', () => {
  fc.assert(
    fc.property(objects, (all) => {
      const same = all
        .filter(({ after }) => after !== undefined)
        .map((one): ObjectChange => ({ ...one, kind: 'changed', before: one.after }));
      expect(risksOf({ requests: SAME, objects: same, rollouts: [] })).toEqual([]);
    }),
  );
});

test('risks do not depend on the order of the lists', () => {
  fc.assert(
    fc.property(input, (one) => {
      const turned: ReviewInput = {
        requests: {
          ...one.requests,
          changes: [...one.requests.changes].reverse(),
          undecided: [...one.requests.undecided].reverse(),
        },
        objects: [...one.objects].reverse(),
        rollouts: [...one.rollouts].reverse(),
      };
      expect(resolved(risksOf(turned), turned)).toEqual(resolved(risksOf(one), one));
    }),
    { numRuns: 300 },
  );
});

test('what a risk names is there, each once and in order', () => {
  fc.assert(
    fc.property(input, (one) => {
      const risks = risksOf(one);
      for (const { requestChanges, objectChanges, teams, where: clusters, message } of risks) {
        for (const [indices, list] of [
          [requestChanges, one.requests.changes],
          [objectChanges, one.objects],
        ] as const) {
          expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
          for (const index of indices) expect(list[index]).toBeDefined();
        }
        expect(teams).toEqual([...new Set(teams)].sort());
        expect(clusters.length).toBeGreaterThan(0);
        expect(message).not.toMatch(/undefined|\.$/);
      }
      expect(new Set(risks.map((risk) => JSON.stringify(risk))).size).toBe(risks.length);
    }),
    { numRuns: 300 },
  );
});
