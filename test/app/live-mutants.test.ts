import { join } from 'node:path';
import fc from 'fast-check';
import { checkLive, diagnoseLive, liveHosts, liveStatus, openLive, reviewOpened } from '../../app';
import { ENVIRONMENTS } from '../../environments';
import { renderReviewHuman } from '../../review';
import { DEFAULT_NAMES, isMapping } from '../../base';
import { renderedCompany } from '../fixtures/company';
import { appliedCluster } from '../fixtures/live-dump';

const ODD: readonly unknown[] = [
  null,
  7,
  '',
  'x/y',
  [],
  {},
  [null],
  { a: null },
  true,
  '2026-13-45T99:99:99Z',
];

/** Puts an odd value somewhere into an object: each number chooses a field on the way down. */
function withOdd(value: unknown, way: readonly number[], odd: unknown): unknown {
  const [choice = 0, ...rest] = way;
  if (Array.isArray(value) && value.length > 0 && way.length > 0) {
    const at = choice % value.length;
    return value.map((item: unknown, index) => (index === at ? withOdd(item, rest, odd) : item));
  }
  if (!isMapping(value) || Object.keys(value).length === 0 || way.length === 0) return odd;
  const keys = Object.keys(value);
  const key = keys[choice % keys.length] ?? '';
  return { ...value, [key]: withOdd(value[key], rest, odd) };
}

const edit = fc.record({
  object: fc.nat(),
  way: fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }),
  odd: fc.constantFrom(...ODD),
});

test('whatever stands in a cluster, nothing breaks', () => {
  const output = join(renderedCompany(), 'dist');
  const objects = appliedCluster(join(output, 'prod/prod-us')) as readonly unknown[];
  const target = {
    environment: 'prod',
    cluster: 'prod-us',
    system: 'kfaas-system',
    functionNamespaces: ['faas-prod'],
  };
  const kinds = new Set(['networking.istio.io/VirtualService', '/Service', 'serving.knative.dev/Service']);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
      const changed = [...objects];
      for (const { object, way, odd } of edits) {
        const at = object % changed.length;
        changed[at] = withOdd(changed[at], way, odd);
      }
      const live = {
        ...target,
        source: 'mutants',
        objects: changed.filter((one) => isMapping(one)),
        kinds,
        unread: [],
      };
      const opened = openLive({ clusters: [live], output });
      if ('problem' in opened) throw new Error(opened.problem);
      renderReviewHuman(reviewOpened(opened, ENVIRONMENTS), { color: false });
      checkLive(opened, ENVIRONMENTS);
      for (const at of opened.comparisons.flatMap((one) => liveHosts(one, ENVIRONMENTS, DEFAULT_NAMES))) {
        const asked = { method: 'GET', path: '/faas/api/saas/showroom/', host: at.live.host, headers: {} };
        const [now, said] = [at.live, at.git].map(({ book }) => book.router.ways(asked));
        diagnoseLive({ at, live: now ?? [], git: said ?? [], domain: 'open.example.com' });
      }
      const [status] = liveStatus(opened, ENVIRONMENTS);
      expect(status).toMatchObject({ kind: 'read', cluster: 'prod-us' });
    }),
    { numRuns: 6 },
  );
}, 300_000);
