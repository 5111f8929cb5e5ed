import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { FINDING_CODES, spellRequest } from '../../../findings';
import type { ObjectChange, RouteTreeNode } from '../../../review/model';
import { renderReviewHtml } from '../../../review/view/html/html';
import { objectFacts } from '../../../review/view/html/facets';
import { fieldsBesideDestinations } from '../../../review/view/text';
import { hostileReview, HOSTILE_TEXTS } from './hostile-review';
import { EMPTY_REVIEW, reviewWith, SAMPLE_REVIEW } from './sample-review';
import { STOLEN, TREATED } from './sample-requests';

const SAMPLE = renderReviewHtml(SAMPLE_REVIEW);

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const;

/** A text as it must be in the page. */
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ENTITIES[char as keyof typeof ENTITIES]);

/** What is between the first of two tags. */
const inside = (html: string, tag: string) =>
  html.slice(html.indexOf(`<${tag}>`) + tag.length + 2, html.indexOf(`</${tag}>`));

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

const IN_PROD_CN = {
  environment: 'prod',
  cluster: 'prod-cn',
  namespace: 'kfaas-system',
  file: 'prod/prod-cn/faas-prod/x.yaml',
};

const TAG = /<(\/?)([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>/g;
const VOID = new Set(['meta', 'wbr']);

/** The tags of a page without its style and script; throws where one does not close what is open. */
function tagsOf(html: string): readonly string[] {
  const text = html.replace(/<(style|script)>[^]*?<\/\1>/g, '');
  const open: string[] = [];
  const names = new Set<string>();
  for (const [tag, slash, name = ''] of text.matchAll(TAG)) {
    names.add(name);
    if (VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) throw new Error(`${tag} closes something else`);
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join()}`);
  const rest = text.replace(TAG, '').replace('<!doctype html>', '');
  if (/[<>]/.test(rest))
    throw new Error(`a bracket outside of tags: ${(/.{0,40}[<>].{0,40}/.exec(rest) ?? [])[0] ?? ''}`);
  return [...names].sort();
}

const ELEMENTS = tagsOf(SAMPLE);

describe('the HTML view of a review', () => {
  it('allows its own style and script by their hashes, and nothing else', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(SAMPLE) ?? [];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${sha256(inside(SAMPLE, 'style'))}`,
      `script-src ${sha256(inside(SAMPLE, 'script'))}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    // The policy holds for what follows it.
    expect(SAMPLE.indexOf('Content-Security-Policy')).toBeLessThan(SAMPLE.indexOf('<style>'));
    expect(SAMPLE).not.toMatch(/ style=| on[a-z]+=| src=|@import|url\(/);
  });

  it('states the language, the title, and the worst risk or the verdict as the first heading', () => {
    expect(SAMPLE).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(SAMPLE).toContain(
      '<title>At least 4 sets of requests change · origin/main → the working tree</title>',
    );
    const [heading] = SAMPLE.match(/<h1>.*<\/h1>/) ?? [''];
    expect(heading).toContain('class="verdict error"');
    expect(heading).toContain(
      '1 error, 2 warnings, 1 note: requests are left without a function, in prod-cn, prod-eu, prod-sg, prod-us',
    );
    const empty = renderReviewHtml(EMPTY_REVIEW);
    expect(empty.match(/<h1>.*<\/h1>/)?.[0]).toContain('No request changes');
    expect(empty).toContain('proved for 656 routes on 16 hosts of 6 clusters');
  });

  it('calls nothing proved that is not decided', () => {
    const requests = { ...EMPTY_REVIEW.requests, verdict: 'undecided' as const };
    const page = renderReviewHtml(reviewWith({ requests }));
    expect(page.match(/<h1>.*<\/h1>/)?.[0]).toContain('Not decided whether requests change');
    expect(page).not.toContain('proved');
  });

  it('gives the same bytes for the same review', () => {
    expect(renderReviewHtml(structuredClone(SAMPLE_REVIEW))).toBe(SAMPLE);
  });

  it('has every request change: the set, the witness, both functions, the fields and all hosts', () => {
    SAMPLE_REVIEW.requests.changes.forEach((change, index) => {
      const start = SAMPLE.indexOf(`id="request-${index + 1}"`);
      const card = SAMPLE.slice(start, SAMPLE.indexOf('</article>', start));
      for (const text of [
        ...change.requests.matched,
        ...change.requests.except,
        spellRequest(change.witness),
        change.before?.function ?? 'no route: 404',
        change.after?.function ?? 'no route: 404',
        ...fieldsBesideDestinations(change).map(({ path }) => path),
        ...change.where.map(({ host }) => host),
      ]) {
        expect(card).toContain(escaped(text));
      }
    });
  });

  it('tells other weights as weights, and not field by field', () => {
    const index = SAMPLE_REVIEW.requests.changes.indexOf(TREATED);
    const start = SAMPLE.indexOf(`id="request-${index + 1}"`);
    const card = SAMPLE.slice(start, SAMPLE.indexOf('</article>', start));
    expect(card).toContain(
      'search-recommend.faas-staging 90 → 50, search-recommend-next.faas-staging 10 → 50</p>',
    );
    expect(card).not.toContain('route[0].weight');
  });

  it('copies requests as curl commands, to a domain that leads to them where there is one', () => {
    const [first] = STOLEN.where;
    if (first?.namespace === undefined) throw new Error('the sample has a function namespace');
    const path = '/faas/api/saas/showroom/pictures/';
    const command = (origin: string) =>
      `data-copy="curl -i --path-as-is --globoff ${escaped(`'${origin}${path}'`)}"`;
    expect(SAMPLE).toContain(command(`http://${first.host}`));
    const { environment, cluster, namespace } = first;
    const domains = [{ environment, cluster, namespace, host: 'open.example.com' }];
    const page = renderReviewHtml({ ...SAMPLE_REVIEW, domains });
    expect(page).toContain(command('https://open.example.com'));
    expect(page).not.toContain(command(`http://${first.host}`));
  });

  it('has every risk: code, severity, title, message, help, and links to the changes', () => {
    SAMPLE_REVIEW.risks.forEach((risk, index) => {
      const start = SAMPLE.indexOf(`id="risk-${index + 1}"`);
      const card = SAMPLE.slice(start, SAMPLE.indexOf('</article>', start));
      for (const text of [
        risk.code,
        risk.severity,
        FINDING_CODES[risk.code],
        risk.message,
        risk.help,
        ...risk.teams,
        ...risk.where.map(({ cluster }) => cluster),
      ]) {
        expect(card).toContain(escaped(text));
      }
      for (const change of risk.requestChanges) expect(card).toContain(`href="#request-${change + 1}"`);
      for (const change of risk.objectChanges) expect(card).toContain(`href="#object-${change + 1}"`);
    });
  });

  it('has everything else: equivalent changes, trees, rollouts, objects, problems, assumptions', () => {
    const routes = ({ segment, routes: here, children }: RouteTreeNode): readonly string[] => [
      segment,
      ...here.map(({ match }) => match),
      ...children.flatMap(routes),
    ];
    for (const text of [
      ...SAMPLE_REVIEW.requests.equivalent.flatMap(({ subject, before, after }) => [subject, before, after]),
      ...SAMPLE_REVIEW.requests.trees.flatMap(({ root }) => routes(root)),
      ...SAMPLE_REVIEW.rollouts.flatMap((rollout) => [
        ...(rollout.safety === 'ordered' ? rollout.order.map((step) => step.virtualService) : []),
        ...(rollout.safety === 'none' ? rollout.keep : []),
        ...('needs' in rollout ? rollout.needs.map(({ witness }) => spellRequest(witness)) : []),
        ...('why' in rollout ? [rollout.why] : []),
      ]),
      ...SAMPLE_REVIEW.objects.flatMap(({ object, fields, meaning, where }) => [
        object.kind,
        object.name,
        ...fields.map(({ path }) => path),
        ...meaning,
        ...where.map(({ file }) => file),
      ]),
      ...SAMPLE_REVIEW.problems.flatMap(({ message, help }) => [message, help]),
      ...SAMPLE_REVIEW.assumptions,
    ]) {
      expect(SAMPLE).toContain(escaped(text));
    }
  });

  it('finds an object by its own team, and only one without a team by the teams of its risks', () => {
    const [first] = SAMPLE_REVIEW.objects;
    const [risk] = SAMPLE_REVIEW.risks;
    if (first === undefined || risk === undefined) throw new Error('the sample has both');
    const labelled = {
      ...first,
      before: undefined,
      after: { metadata: { labels: { 'kfaas.io/team': 'ops' } } },
    };
    const shared = { ...risk, teams: ['ops', 'saas'], requestChanges: [], objectChanges: [0, 1] };
    expect(objectFacts({ risks: [shared] }, labelled, 0).teams).toEqual(['ops']);
    expect(objectFacts({ risks: [shared] }, first, 1).teams).toEqual(['ops', 'saas']);
  });

  it('leads nowhere where there is nothing', () => {
    const ids = new Set([...SAMPLE.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const links = [...SAMPLE.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('tells Knative Services from Services, and says of closed objects where they are risky and how often they are', () => {
    const [service] = SAMPLE_REVIEW.objects.slice(1);
    if (service === undefined) throw new Error('the sample has a Knative Service');
    const core = { ...service, object: { ...service.object, apiVersion: 'v1' } };
    const page = renderReviewHtml(
      reviewWith({ objects: [service, core], risks: SAMPLE_REVIEW.risks.slice(1, 2) }),
    );
    expect(page).toContain('<h3>Knative Service</h3> <span class="rest" data-count>1 changed</span>');
    expect(page).toContain('<h3>Service</h3> <span class="rest" data-count>1 changed</span>');
    const [risky, harmless] = ['object-1', 'object-2'].map((id) => {
      const start = page.indexOf(`id="${id}"`);
      return page.slice(start, page.indexOf('</summary>', start));
    });
    expect(risky).toMatch(
      /<span class="badge warning" title="[^"]*"><span class="vh">warning <\/span>.* KF801<\/span>/,
    );
    expect(risky).toContain('<span class="rest">change 1, in 4 places</span>');
    expect(harmless).not.toContain('badge');
  });

  it('numbers the changes as the links of risks do', () => {
    expect(SAMPLE).toContain('<a href="#request-4">request change 4</a>');
    expect(SAMPLE.slice(SAMPLE.indexOf('id="request-4"')).split('<h3')[0]).toContain('Request change 4');
    expect(SAMPLE).toContain('<a href="#object-2">object change 2</a>');
    expect(SAMPLE.slice(SAMPLE.indexOf('id="object-2"')).split('</summary>')[0]).toContain(
      'change 2, in 4 places',
    );
  });

  it('counts one rollout that is not safe as one', () => {
    const page = renderReviewHtml(reviewWith({ rollouts: SAMPLE_REVIEW.rollouts.slice(0, 2) }));
    expect(page).toContain('<b>1</b> Rollout warning<small>');
  });

  it('says of an object in no cluster in which folder it is', () => {
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const place = { environment: '', cluster: '', namespace: 'argocd', name: 'x', file: 'gitops/x.yaml' };
    const page = renderReviewHtml(reviewWith({ objects: [{ ...first, where: [place] }] }));
    expect(page).toContain('<b>the folder gitops</b>');
  });

  it('says of objects of several namespaces as in which they are told', () => {
    const said = [...SAMPLE.matchAll(/class="object" id="(object-\d)"(?:(?!<\/table>|class="object").)*/gs)];
    expect(said).toHaveLength(5);
    const body = (id: string) => SAMPLE.slice(SAMPLE.indexOf(`id="${id}"`)).split('class="object"')[0];
    expect(body('object-1')).toContain('Names and values as in faas-alpha;');
    expect(body('object-2')).not.toContain('Names and values');
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const where = ['a', 'b'].map((name) => ({
      ...first.where[0],
      ...IN_PROD_CN,
      name: `faas-prod-ns-ops-${name}`,
    }));
    const page = renderReviewHtml(reviewWith({ objects: [{ ...first, where }] }));
    expect(page).toContain('<code>kfaas-system/*-ns-ops-*</code>');
    expect(page).toContain(`Names and values as in kfaas-system/${first.object.name};`);
  });

  it('opens no group of many object changes, and names each object', () => {
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const objects = Array.from({ length: 5000 }, (_, index): ObjectChange => ({
      ...first,
      object: { ...first.object, name: `object-number-${index}` },
    }));
    const page = renderReviewHtml(reviewWith({ objects }));
    expect(page).toContain('5,000 changed');
    expect(page).not.toMatch(/<details[^>]* open>/);
    const named = new Set(page.match(/object-number-\d+(?=<\/code>)/g));
    expect(named).toEqual(new Set(objects.map(({ object }) => object.name)));
  });

  it('writes hostile text as text', () => {
    const page = renderReviewHtml(hostileReview());
    const own = inside(page, 'script');
    expect(tagsOf(page)).toEqual(ELEMENTS);
    expect(page.split('<script').length).toBe(2);
    expect(page.slice(page.indexOf('</script>') + 9)).toBe('\n</body>\n</html>\n');
    expect(own).toBe(inside(SAMPLE, 'script'));
    expect(page.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(page).toContain(escaped(HOSTILE_TEXTS[0]));
    expect(page).toContain('\\u202e');
  });

  it('stays a well-formed page of the same elements, whatever a manifest says', () => {
    const change = SAMPLE_REVIEW.requests.changes[0];
    if (change?.before === undefined) throw new Error('no change');
    const { before } = change;
    const texts = fc.array(
      fc.constantFrom('<', '>', '"', "'", '&', '`', '${', '</script>', '<!--', ' on', '\0', 'a'),
    );
    fc.assert(
      fc.property(texts, fc.jsonValue(), (parts, value) => {
        const text = parts.join('');
        const page = renderReviewHtml({
          ...SAMPLE_REVIEW,
          requests: {
            ...SAMPLE_REVIEW.requests,
            changes: [
              {
                ...change,
                before: { ...before, function: `${text}/x`, match: text },
                requests: { matched: [text], except: [text] },
                fields: [{ path: text, before: text, after: value }],
                where: [
                  {
                    environment: text,
                    cluster: text,
                    namespace: text,
                    host: text,
                    gateways: [text],
                    port: 1,
                  },
                ],
              },
              ...SAMPLE_REVIEW.requests.changes.slice(1),
            ],
          },
        });
        expect(tagsOf(page)).toEqual(ELEMENTS);
      }),
    );
  });

  it.each([
    ['text', 'plain', 'plain'],
    ['text that reads as a number', '200', '&quot;200&quot;'],
    ['a number', 200, '200'],
    ['text that reads as a truth value', 'true', '&quot;true&quot;'],
    ['a time', '10s', '10s'],
    ['nothing', null, 'null'],
    ['a mapping', { a: ['b'] }, '{\n  &quot;a&quot;: [\n    &quot;b&quot;\n  ]\n}'],
    ['what contains itself', cyclic(), 'cannot be written: it contains itself, or is nested too deep'],
  ])('shows %s as what it is', (_, value, shown) => {
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const object = { ...first, fields: [{ path: 'spec.x', before: undefined, after: value }] };
    const page = renderReviewHtml(reviewWith({ objects: [object] }));
    expect(page).toContain('<td data-label="Before"><span class="none">not set</span></td>');
    expect(page).toContain(`<td data-label="After"><code class="value">${shown}</code></td>`);
  });

  it('says of a value that is too long how much it leaves out', () => {
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const object = { ...first, fields: [{ path: 'spec.x', before: 'x'.repeat(9001), after: undefined }] };
    expect(renderReviewHtml(reviewWith({ objects: [object] }))).toContain('and 5,001 more characters');
  });
});

function cyclic(): unknown {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}
