import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RolloutStep } from '../../../routing';
import { requestsAround } from '../../mesh/catalog-requests';
import { expected, GATEWAYS, tableOf, type ToldRoutes } from '../../mesh/told-routes';
import type { RawRequest } from '../../mesh/raw-request';
import { PULL_REQUESTS, type PullRequest } from '../../pull-requests/pull-requests';
import { renderedReview, reviewFolders, type RenderedReview } from '../../pull-requests/rendered-review';
import { BASE } from '../../pull-requests/source-edits';
import { GATEWAY_ENDPOINTS, startCluster, virtualServices, type Cluster } from './cluster';
import { answered, startLoad, type Answered } from './load';
import { programsOrSkip } from './programs';

/** The cluster that each pull request changes. */
const CLUSTER = 'prod/prod-cn';

/** Requests a second while a change is applied. */
const RATE = 200;

/** How long the mesh is left as it is between two steps, in milliseconds. */
const PAUSE = 500;

/**
 * What Envoy answers where a function takes longer than its route allows, some of them half a second: a route had the request.
 * On a busy machine, it happens.
 */
const LATE = 'status 504';

const [GATEWAY] = GATEWAYS;
const programs = programsOrSkip(`${PULL_REQUESTS.length} pull requests applied under load`);

interface VirtualService {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

/** What a pull request changes in the cluster. */
interface Change {
  readonly review: RenderedReview['review'];
  readonly base: ReadonlyMap<string, VirtualService>;
  readonly head: ReadonlyMap<string, VirtualService>;
  readonly before: ToldRoutes;
  readonly after: ToldRoutes;
  readonly steps: readonly RolloutStep[];
}

function byName(folder: string): ReadonlyMap<string, VirtualService> {
  const objects = virtualServices(join(folder, CLUSTER)) as readonly VirtualService[];
  return new Map(objects.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]));
}

function changeOf({ base = BASE, edit }: PullRequest): Change {
  const sides = renderedReview(base, edit(base));
  if (sides === undefined) throw new Error('a side is refused');
  // A review names the steps of one place for all that are alike.
  for (const folder of [sides.base, sides.head]) {
    for (const other of ['test', 'prod/prod-us']) rmSync(join(folder, other), { recursive: true });
  }
  const [before, after] = [byName(sides.base), byName(sides.head)];
  const steps = [...new Set([...before.keys(), ...after.keys()])].flatMap((name): RolloutStep[] => {
    const [old, next] = [before.get(name), after.get(name)];
    if (JSON.stringify(old) === JSON.stringify(next)) return [];
    const action = old === undefined ? 'create' : next === undefined ? 'delete' : 'change';
    return [{ action, virtualService: name }];
  });
  return {
    review: reviewFolders(dirname(sides.base), 'base', 'head'),
    base: before,
    head: after,
    before: tableOf([...before.values()]),
    after: tableOf([...after.values()]),
    steps,
  };
}

/** Requests for what the changed VirtualServices match, before or after, and close to it. */
function affectedRequests({ base, head, steps }: Change): readonly RawRequest[] {
  const requests = [base, head].flatMap((side) => {
    const objects = steps.flatMap(({ virtualService }) => side.get(virtualService) ?? []);
    return tableOf(objects).lists.flatMap((list) => requestsAround(list, list.domain.host));
  });
  return [...new Map(requests.map((sent) => [JSON.stringify(sent), sent])).values()];
}

/** The safe order that the review gives for the steps; undefined where it says that there is none. */
function safeOrder({ review, steps }: Change): readonly RolloutStep[] | undefined {
  const here = review.rollouts.filter(({ where }) =>
    where.some(({ environment, cluster }) => `${environment}/${cluster}` === CLUSTER),
  );
  if (here.some(({ safety }) => safety === 'none' || safety === 'undecided')) return undefined;
  const [ordered] = here.flatMap((rollout) => (rollout.safety === 'ordered' ? [rollout.order] : []));
  return ordered ?? steps;
}

(programs === undefined ? describe.skip : describe)('a change is applied step by step under load', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    if (programs === undefined) return;
    cluster = await startCluster({ programs });
    await cluster.plane.needNamespaces('kfaas-system', 'faas-prod');
  }, 240_000);
  afterAll(() => cluster.stop());

  /** Puts the cluster into the state before the change. */
  async function begin({ base, before, after }: Change): Promise<void> {
    await cluster.plane.kubectl(['-n', 'kfaas-system', 'delete', 'virtualservices', '--all']);
    await cluster.apply([...base.values()]);
    await cluster.serve(before);
    await cluster.serve(after);
    await cluster.settle();
  }

  /** Applies the steps, one after the other, and gives the answers of all the while. */
  async function applied(change: Change, order: readonly RolloutStep[]): Promise<readonly Answered[]> {
    const load = startLoad(GATEWAY_ENDPOINTS[GATEWAY], affectedRequests(change), RATE);
    const pause = () => new Promise((done) => setTimeout(done, PAUSE));
    await pause();
    for (const { action, virtualService } of order) {
      const object = change.head.get(virtualService);
      if (object !== undefined) await cluster.apply([object]);
      else {
        const [namespace = '', name = ''] = virtualService.split('/');
        const { status } = await cluster.plane.kubectl(['-n', namespace, action, 'virtualservice', name]);
        expect(status).toBe(0);
      }
      await cluster.settle();
      await pause();
    }
    return load.stop();
  }

  /** The answers that are neither from before nor from after. */
  function astray({ before, after }: Change, answers: readonly Answered[]): readonly Answered[] {
    const podsIn = (routes: ToldRoutes, sent: RawRequest) => {
      const pods = expected(routes, GATEWAY, sent).flatMap(cluster.podsOf);
      return pods.length === 0 ? ['nobody'] : pods;
    };
    return answers.filter(
      ({ sent, by }) => by !== LATE && ![before, after].some((side) => podsIn(side, sent).includes(by)),
    );
  }

  const changes = PULL_REQUESTS.map((pullRequest) => [pullRequest.name, changeOf(pullRequest)] as const);
  const withSteps = changes.filter(([, { steps }]) => steps.length > 0);

  test('most pull requests change VirtualServices', () => expect(withSteps.length).toBeGreaterThan(10));

  test.each(withSteps.filter(([, change]) => safeOrder(change) !== undefined))(
    '%s: in the order that kfaas diff calls safe, no request is lost or goes astray',
    async (_, change) => {
      await begin(change);
      const answers = await applied(change, safeOrder(change) ?? []);
      expect(answers.length).toBeGreaterThan(RATE * 0.5);
      expect(astray(change, answers)).toEqual([]);
      expect(answers.filter(({ by }) => by === LATE).length).toBeLessThan(answers.length / 100);
      // What came last is what is said of the head.
      const requests = affectedRequests(change);
      const last = await Promise.all(requests.map((sent) => answered(GATEWAY_ENDPOINTS[GATEWAY], sent)));
      expect(astray({ ...change, before: change.after }, last)).toEqual([]);
    },
    180_000,
  );

  const unsafe = withSteps.filter(([, { review }]) =>
    review.rollouts.some(({ safety }) => safety === 'none' || safety === 'ordered'),
  );

  test('some have no safe order, or only one', () => expect(unsafe.length).toBeGreaterThan(2));

  test.each(unsafe)(
    '%s: in an order that it calls unsafe, requests are lost',
    async (_, change) => {
      await begin(change);
      const order = safeOrder(change) ?? change.steps;
      const lost = astray(change, await applied(change, [...order].reverse()));
      expect(lost.length).toBeGreaterThan(0);
    },
    180_000,
  );
});
