import {
  renderReviewHtml,
  renderReviewHuman,
  renderReviewMarkdown,
  verdictSentence,
} from '../../../review/view';
import type { HostLocation, ObjectChange, RequestChange } from '../../../review/model';
import { crowdedReview } from './sample-crowd';
import { EVERYWHERE } from './sample-places';
import { EMPTY_REVIEW, reviewWith, SAMPLE_REVIEW } from './sample-review';

const { requests: SAMPLE } = SAMPLE_REVIEW;

function human(review: typeof SAMPLE_REVIEW): string {
  return renderReviewHuman(review, { color: false });
}

function requestsWith(part: Partial<typeof SAMPLE>): typeof SAMPLE {
  return { ...EMPTY_REVIEW.requests, verdict: 'changed', ...part };
}

function sample<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`the sample has no item ${index}`);
  return item;
}

const MOVED: RequestChange = sample(SAMPLE.changes, 0);
const TREATED: RequestChange = sample(SAMPLE.changes, 3);
const OBJECT: ObjectChange = sample(SAMPLE_REVIEW.objects, 1);

describe('the verdict', () => {
  const sentenceOf = (part: Partial<typeof SAMPLE>) =>
    verdictSentence(reviewWith({ requests: requestsWith(part) }));

  test.each<[Partial<typeof SAMPLE>, string]>([
    [
      { verdict: 'same', compared: { clusters: 1, hosts: 1, routes: 1, alike: 0 } },
      'No request changes: proved for 1 route on 1 host of 1 cluster.',
    ],
    [
      { verdict: 'same', compared: { clusters: 6, hosts: 16, routes: 65_600, alike: 2 } },
      'No request changes: proved for 65,600 routes on 16 hosts of 6 clusters; 2 other clusters are the same, byte for byte.',
    ],
    [
      { verdict: 'same', compared: { clusters: 0, hosts: 0, routes: 0, alike: 6 } },
      'No request changes: 6 clusters are the same, byte for byte.',
    ],
    [
      { verdict: 'same', compared: { clusters: 0, hosts: 0, routes: 0, alike: 0 } },
      'No request changes: no HTTP route of a VirtualService differs.',
    ],
    [{ changes: [MOVED] }, '1 set of requests changes: it is rerouted.'],
    [{ changes: [MOVED, MOVED] }, '2 sets of requests change: they are rerouted.'],
    [
      { changes: [TREATED, TREATED, MOVED] },
      '3 sets of requests change: 1 is rerouted, 2 are handled differently.',
    ],
    [
      { verdict: 'undecided', undecided: SAMPLE.undecided },
      'Not decided for 1 of 16 hosts; no change of requests was found.',
    ],
    [
      { verdict: 'undecided', undecided: SAMPLE.undecided, changes: [MOVED] },
      'Not decided for 1 of 16 hosts; at least 1 set of requests changes: it is rerouted.',
    ],
  ])('%#', (part, sentence) => {
    expect(sentenceOf(part)).toBe(sentence);
  });

  test('does not hide that files were not read', () => {
    const { problems } = SAMPLE_REVIEW;
    expect(verdictSentence(reviewWith({ problems }))).toBe(
      'No request changes: proved for 656 routes on 16 hosts of 6 clusters; 1 problem keeps files from being judged.',
    );
    expect(verdictSentence(reviewWith({ problems: [...problems, ...problems] }))).toContain(
      '; 2 problems keep files from being judged.',
    );
  });

  test('stands first, and whether to worry behind it', () => {
    expect(human(SAMPLE_REVIEW).split('\n').slice(0, 4)).toEqual([
      verdictSentence(SAMPLE_REVIEW),
      'Risks:   1 error, 2 warnings, 1 note, above all: requests are left without a function (KF803)',
      'Rollout: no order is safe on 1 host, not decided on 1 host, the order matters on 1 host, any order is safe on 4 hosts',
      'Objects: 5 changes in 17 places: 1 removed, 2 changed, 1 renamed, 1 added',
    ]);
  });
});

test('what a risk is stands right behind a single one', () => {
  const [first, second] = SAMPLE_REVIEW.risks;
  if (first === undefined || second === undefined) throw new Error('the sample has risks');
  const risksOf = (...risks: (typeof first)[]) => human(reviewWith({ risks })).split('\n')[1];
  expect(risksOf(first)).toBe('Risks:   1 error: requests are left without a function (KF803)');
  expect(risksOf(first, first)).toBe('Risks:   2 errors: requests are left without a function (KF803)');
  expect(risksOf(first, second)).toContain('1 error, 1 warning, above all: requests are left');
});

test('colour says nothing that the words do not', () => {
  const colored = renderReviewHuman(SAMPLE_REVIEW, { color: true });
  expect(colored).toContain('\u001b[31mno longer answered\u001b[39m');
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(human(SAMPLE_REVIEW));
});

test('other versions of production are in the first lines', () => {
  const change = (environment: string, cluster: string) => ({
    kind: 'versions' as const,
    subject: 'Istio',
    before: '1.22.3',
    after: '1.28.6',
    where: [{ ...EVERYWHERE[0], environment, cluster } as (typeof EVERYWHERE)[number]],
  });
  const first = (...equivalent: readonly ReturnType<typeof change>[]) =>
    human(reviewWith({ requests: requestsWith({ changes: [], equivalent }) })).split('\n')[1];
  expect(first(change('prod', 'prod-us'))).toBe('Version: Istio 1.22.3 → 1.28.6 in prod-us');
  expect(first(change('test', 'test-cn'))).toMatch(/^Risks:/);
});

describe('requests', () => {
  const textOf = (change: RequestChange) =>
    human(reviewWith({ requests: requestsWith({ changes: [change] }) }));

  test('weights are told by the destinations that have them', () => {
    expect(textOf(TREATED)).toContain(
      'weights    search-recommend.<namespace> 90 → 50, search-recommend-next.<namespace> 10 → 50\n',
    );
    expect(textOf(TREATED)).not.toContain('route[0].weight');
  });

  test('a first canary is told as weights, and not as the headers and destinations that it is made of', () => {
    const { before, after } = TREATED;
    const [only] = before?.destinations ?? [];
    if (before === undefined || after === undefined || only === undefined)
      throw new Error('the sample has both sides');
    const host = { headers: { request: { set: { Host: 'search-recommend.faas-staging' } } } };
    const text = textOf({
      ...TREATED,
      kind: 'moved',
      before: { ...before, destinations: [{ ...only, weight: 100 }] },
      fields: [
        { path: 'rewrite', before: { authority: 'search-recommend.faas-staging' }, after: undefined },
        { path: 'route[0].headers', before: undefined, after: host.headers },
        { path: 'route[0].weight', before: 100, after: 50 },
        { path: 'route[1]', before: undefined, after: { ...host, destination: { host: 'a' }, weight: 50 } },
        { path: 'route[1].headers.response', before: undefined, after: { remove: ['x'] } },
      ],
    });
    expect(text).toContain(
      'weights    search-recommend.<namespace> 100 → 50, search-recommend-next.<namespace> 0 → 50\n',
    );
    expect(text).not.toMatch(/Host|rewrite/);
    expect(text).toContain('route[1].headers.response');
  });

  test('a namespace is named where the change holds in one alone', () => {
    expect(textOf({ ...MOVED, where: MOVED.where.slice(0, 1) })).toContain(
      'to         saas-showroom.faas-alpha -> growth-landing.faas-alpha\n',
    );
  });

  test('destinations that differ in what is usually left out are told in full', () => {
    const { before, after } = TREATED;
    if (before === undefined || after === undefined) throw new Error('the sample has both sides');
    const [only] = before.destinations;
    if (only === undefined) throw new Error('the sample has destinations');
    const change = {
      ...TREATED,
      where: TREATED.where.slice(0, 1),
      before: { ...before, destinations: [only] },
      after: { ...after, destinations: [{ ...only, port: 8080 }] },
      fields: [{ path: 'route[0].destination.port.number', before: 80, after: 8080 }],
    };
    expect(textOf(change)).toMatch(
      /local:80 as search-recommend\.faas-staging\.svc\.cluster\.local\n +-> knative-local-gateway\.istio-system\.svc\.cluster\.local:8080 as/,
    );
  });

  test('a subset is told with its host, and alone makes destinations differ', () => {
    const { before, after } = MOVED;
    const [of] = before?.destinations ?? [];
    if (before === undefined || after === undefined || of === undefined)
      throw new Error('the sample has both sides');
    const plain = { ...of, host: 'a', port: 80, authority: undefined };
    const change = {
      ...MOVED,
      before: { ...before, destinations: [plain] },
      after: { ...after, destinations: [{ ...plain, subset: 'v1' }] },
      fields: [{ path: 'route[0].destination.subset', before: undefined, after: 'v1' }],
    };
    expect(textOf(change)).toContain('to         a:80 -> a:80 subset v1\n');
    expect(textOf(change)).not.toContain('destination.subset');
    const page = renderReviewHtml(reviewWith({ requests: requestsWith({ changes: [change] }) }));
    expect(page).toContain('<code>a:80 subset v1</code>');
    const within = (subset: string | undefined) => ({ ...plain, subset, authority: 'b.svc.cluster.local' });
    const shared = {
      ...change,
      before: {
        ...before,
        destinations: [
          { ...within('v0'), weight: 90 },
          { ...plain, host: 'c', weight: 10 },
        ],
      },
      after: {
        ...after,
        destinations: [
          { ...within('v1'), weight: 50 },
          { ...plain, host: 'c', weight: 50 },
        ],
      },
    };
    expect(textOf(shared)).toContain('a:80 subset v1 as b.svc.cluster.local 50 %, c:80 50 %\n');
    const hidden = {
      ...change,
      before: { ...before, destinations: [within('v0')] },
      after: { ...after, destinations: [within('v1')] },
    };
    expect(textOf(hidden)).toContain(
      'a:80 subset v0 as b.svc.cluster.local -> a:80 subset v1 as b.svc.cluster.local\n',
    );
  });

  test('a route without a function is named by its rule, one without destinations by what it may do', () => {
    const { before } = MOVED;
    if (before === undefined) throw new Error('the sample has a base side');
    const change = { ...MOVED, before: { ...before, function: undefined, destinations: [] } };
    expect(textOf(change)).toContain(
      'kfaas-system/faas-alpha-ns-saas-showroom-ksvc-virtualservice, rule 1 -> growth/landing\n',
    );
    expect(textOf(change)).toContain('a redirect, a response of its own or a delegate -> growth-landing.');
  });

  test('Gateways are named where one host differs by Gateway', () => {
    const [place] = MOVED.where;
    if (place === undefined) throw new Error('the sample has places');
    const on = (gateway: string): RequestChange => ({ ...MOVED, where: [{ ...place, gateways: [gateway] }] });
    const text = human(reviewWith({ requests: requestsWith({ changes: [on('a/one'), on('a/two')] }) }));
    expect(text).toContain('where      test-cn (faas-alpha on a/one)\n');
    expect(text).toContain('where      test-cn (faas-alpha on a/two)\n');
    expect(textOf(on('a/one'))).toContain('where      test-cn (faas-alpha)\n');
  });

  test('a folder without clusters is named by its hosts, many names by their number', () => {
    const places = Array.from({ length: 14 }, (_, index): HostLocation => {
      const host = `h${String(index).padStart(2, '0')}.example.com`;
      return { environment: '', cluster: '', namespace: undefined, host, gateways: ['a/b'], port: 8080 };
    });
    expect(textOf({ ...MOVED, where: places.slice(0, 1) })).toContain(
      'where      h00.example.com port 8080\n',
    );
    expect(textOf({ ...MOVED, where: places })).toContain('h11.example.com port 8080 and 2 more\n');
  });
});

describe('objects', () => {
  const textOf = (change: ObjectChange) => human(reviewWith({ objects: [change] }));

  test('text that YAML would read as something else stands in quotes, nothing is told from null', () => {
    const fields = [
      { path: 'a', before: '10', after: 10 },
      { path: 'b', before: null, after: undefined },
      { path: 'c', before: 'true', after: '10s' },
    ];
    const text = textOf({ ...OBJECT, fields });
    expect(text).toMatch(/ a +"10" -> 10\n/);
    expect(text).toMatch(/ b +null -> not set\n/);
    expect(text).toMatch(/ c +"true" -> 10s\n/);
  });

  test('long values are cut where they differ, and say how long they are', () => {
    const [before, after] = [`${'a'.repeat(500)}b`, `${'a'.repeat(500)}c`];
    const text = textOf({ ...OBJECT, fields: [{ path: 'spec.x', before, after }] });
    const cut = (end: string) => `…${'a'.repeat(30)}${end} (501 characters)
`;
    expect(text).toContain(`spec.x     ${cut('b')}${' '.repeat(17)}-> ${cut('c')}`);
  });

  const lineIn = (namespace: string, name: string, cluster = 'test-cn', environment = 'test') => ({
    environment,
    cluster,
    namespace: 'kfaas-system',
    name,
    file: `${environment}/${cluster}/${namespace}/x.yaml`,
  });
  const authority = (namespace: string, name = 'search-models') => ({
    path: 'spec.http[0].rewrite.authority',
    before: undefined,
    after: `${name}.${namespace}.svc.cluster.local`,
  });

  test('values are told as they are where the change holds, not as in another environment', () => {
    const where = [
      lineIn('faas-alpha', 'faas-alpha-ns-x'),
      lineIn('faas-prod', 'faas-prod-ns-x', 'prod-cn', 'prod'),
    ];
    const change = { ...OBJECT, fields: [authority('faas-alpha')], where };
    expect(textOf(change)).toContain('-> search-models.<namespace>.svc.cluster.local\n');
    const comment = renderReviewMarkdown(reviewWith({ objects: [change] }));
    const [test = '', prod = ''] = comment.split('<summary>').slice(1);
    expect(test).toContain('`search-models.faas-alpha.svc.cluster.local`');
    expect(prod).toContain('`search-models.faas-prod.svc.cluster.local`');
    expect(prod).not.toContain('alpha');
  });

  test('a value that is cut is told before that', () => {
    const where = [lineIn('faas-alpha', 'faas-alpha-ns-x'), lineIn('faas-beta', 'faas-beta-ns-x')];
    const after = `${'x'.repeat(115)}.faas-alpha`;
    const fields = [{ path: 'spec.x', before: undefined, after }];
    expect(textOf({ ...OBJECT, fields, where })).toContain('x.<nam… (127 characters)\n');
  });

  test('what a renamed object was is told as it was where the change holds', () => {
    const where = [
      lineIn('faas-alpha', 'faas-alpha-ns-y'),
      lineIn('faas-prod', 'faas-prod-ns-y', 'prod-cn', 'prod'),
    ];
    const object = { ...OBJECT.object, namespace: 'kfaas-system', name: 'faas-alpha-ns-y' };
    const change = {
      ...OBJECT,
      kind: 'renamed' as const,
      object,
      from: { ...object, name: 'faas-alpha-ns-x' },
      where,
    };
    expect(textOf(change)).toContain('kfaas-system/*-ns-y, which was kfaas-system/*-ns-x\n');
    const [, prod] = renderReviewMarkdown(reviewWith({ objects: [change] })).split('<code>prod</code>');
    expect(prod).toContain('kfaas-system/faas-prod-ns-y, which was kfaas-system/faas-prod-ns-x`');
  });

  test('objects of several functions are told with the namespaces, and what the second * stands for', () => {
    const where = ['faas-alpha', 'faas-beta'].flatMap((namespace) =>
      ['data-report', 'saas-quotation'].map((name) => lineIn(namespace, `${namespace}-ns-${name}-vs`)),
    );
    where.push(lineIn('faas-alpha', 'faas-alpha-ns-ops-echo-vs'));
    const name = where[0]?.name ?? '';
    const after = { metadata: { labels: { 'kfaas.io/function': 'data-report' } } };
    const change = { ...OBJECT, object: { ...OBJECT.object, name }, after, where };
    const fields = [{ path: 'spec.timeout', before: '1s', after: '9s' }];
    const text = textOf({ ...change, fields });
    expect(text).toContain('Knative Service kfaas-system/*-ns-*-vs\n');
    expect(text).toContain('where      test-cn (faas-alpha, faas-beta): data-report, saas-quotation\n');
    expect(text).toContain('\n                 test-cn (faas-alpha): ops-echo\n');
    expect(text).not.toContain('as in');
    expect(textOf({ ...change, fields: [authority('faas-alpha', 'data-report')] })).toContain(
      'as in      faas-prod/<namespace>-ns-data-report-vs\n',
    );
  });

  test('a cluster that names its object is not named twice, and a folder without clusters is named', () => {
    const places = ['prod-cn', 'prod-us'].map((cluster) => ({
      ...lineIn('system', cluster, cluster, 'prod'),
      namespace: undefined,
    }));
    const text = textOf({ ...OBJECT, where: places });
    expect(text).toContain('Knative Service *\n');
    expect(text).toContain('where      prod-cn, prod-us\n');
    const file = 'gitops/prod.kustomization.yaml';
    const folder = { environment: '', cluster: '', namespace: 'flux-system', name: 'prod-jp.system', file };
    expect(textOf({ ...OBJECT, where: [folder] })).toContain('where      the folder gitops\n');
  });

  test('a great many are told in numbers, kind by kind', () => {
    const none = { requests: 0, equivalent: 0, risks: 0, rollouts: 0, undecided: 0, orders: 0, problems: 0 };
    const review = crowdedReview({ ...none, assumptions: 0, environments: 3, objects: 10_000, text: '' });
    const text = human(review);
    expect(text).toContain('Objects: 10,000 changes in 20,000 places: 2,000 removed, 4,000 changed');
    expect(text).toContain('  Knative Service  2,000 changed, 2,000 renamed, 2,000 added\n');
    expect(text).toContain('  too many to list: -o json has all, field by field\n');
    expect(text.split('\n').length).toBeLessThan(20);
    expect(renderReviewHuman(review, { color: false, limit: 10_000 }).split('\n').length).toBeGreaterThan(
      20_000,
    );
  });
});
