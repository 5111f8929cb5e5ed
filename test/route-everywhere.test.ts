import { ENVIRONMENTS } from '../environments';
import { join } from 'node:path';
import { routeEverywhere } from '../cli/route-everywhere';

const DIST = join(__dirname, '../dist');

test('a path is asked of every cluster and function namespace, by what is rendered', () => {
  const answer = routeEverywhere(
    { url: '/faas/api/saas/showroom/x', headers: [] },
    ENVIRONMENTS,
    DIST,
    false,
  );
  if ('problem' in answer) throw new Error(answer.problem);
  expect([answer.matched, answer.unrendered]).toEqual([true, []]);
  const verdicts = answer.text.split('\n').filter((line) => line.startsWith('GET '));
  expect(verdicts).toHaveLength(8);
  expect(verdicts[1]).toContain('as saas-showroom.faas-beta.svc.cluster.local');
  expect(answer.text).toContain('prod / prod-us (Istio 1.28.6)\n');
});

test('clusters of which nothing is rendered are named', () => {
  const answer = routeEverywhere({ url: '/x', headers: [] }, ENVIRONMENTS, join(DIST, 'prod'), false);
  expect(answer).toMatchObject({ text: '', matched: false });
  expect('unrendered' in answer && answer.unrendered).toHaveLength(6);
});
