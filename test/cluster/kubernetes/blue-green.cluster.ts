import { join } from 'node:path';
import { GATEWAYS, tableOf } from '../../mesh/told-routes';
import { rendered } from '../../pull-requests/rendered-sources';
import { BASE, inTurn, replace } from '../../pull-requests/source-edits';
import { GATEWAY_ENDPOINTS, startCluster, virtualServices, type Cluster } from './cluster';
import { startLoad, type Answered } from './load';
import { programsOrSkip } from './programs';

/** Requests a second. */
const RATE = 200;

/** How long each state is measured, in milliseconds. */
const HELD = 8000;

const LOCAL = GATEWAY_ENDPOINTS[GATEWAYS[0]];
const REQUEST = {
  method: 'GET',
  host: 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local',
  path: '/faas/api/saas/quotation/1',
};
const programs = programsOrSkip('a green version that takes over from a blue one, under load');

/** The rendered VirtualServices, where so many of a hundred requests go to the blue version. */
function sharing(blue: number): readonly object[] {
  const edit = inTurn(
    replace('saas/quotation', 'saas-quotation, weight: 90', `saas-quotation, weight: ${blue}`),
    replace(
      'saas/quotation',
      'saas-quotation-green, weight: 10',
      `saas-quotation-green, weight: ${100 - blue}`,
    ),
  );
  const output = rendered(edit(BASE));
  if (typeof output !== 'string') throw new Error(output.join('\n'));
  return virtualServices(join(output, 'prod/prod-cn'));
}

/** How many requests a Pod answered. */
function countOf(answers: readonly Answered[], pod: string): number {
  return answers.filter(({ by }) => by === pod).length;
}

(programs === undefined ? describe.skip : describe)('a green version takes over from a blue one', () => {
  let cluster: Cluster;
  let [blue, green] = ['', ''];
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs });
    await cluster.plane.needNamespaces('kfaas-system', 'faas-prod');
    await cluster.serve(tableOf(sharing(90)));
    [blue = '', green = ''] = ['saas-quotation', 'saas-quotation-green'].flatMap((name) =>
      cluster.podsOf(`${name}.faas-prod.svc.cluster.local`),
    );
    await cluster.apply(sharing(90));
    await cluster.settle();
  }, 240_000);
  afterAll(() => cluster.stop());

  test.each([90, 50, 0])(
    '%i of 100 requests reach the blue one, and none is lost on the way there',
    async (share) => {
      const onTheWay = startLoad(LOCAL, [REQUEST], RATE);
      await cluster.apply(sharing(share));
      await cluster.settle();
      const passing = await onTheWay.stop();
      expect(countOf(passing, blue) + countOf(passing, green)).toBe(passing.length);

      const load = startLoad(LOCAL, [REQUEST], RATE);
      await new Promise((done) => setTimeout(done, HELD));
      const answers = await load.stop();
      expect(answers.length).toBeGreaterThan(1000);
      expect(countOf(answers, blue) + countOf(answers, green)).toBe(answers.length);
      const wanted = (answers.length * share) / 100;
      // Five standard deviations of as many draws.
      const bound = 5 * Math.sqrt((wanted * (100 - share)) / 100);
      expect(Math.abs(countOf(answers, blue) - wanted)).toBeLessThanOrEqual(bound);
    },
    60_000,
  );
});
