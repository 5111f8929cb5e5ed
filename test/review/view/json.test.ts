import { readFileSync } from 'node:fs';
import type { RequestChange } from '../../../review/model';
import { renderReviewJson } from '../../../review/view';
import { EMPTY_REVIEW, reviewWith, SAMPLE_REVIEW } from './sample-review';

/** A value as JSON has it: an undefined field that must be is null. */
type Json = Readonly<Record<string, unknown>>;

function documentOf(review: typeof SAMPLE_REVIEW): Json {
  return JSON.parse(renderReviewJson(review)) as Json;
}

/** A value with its keys in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** A review without what JSON leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A change as the document has it: of whole rules, what differs is reported by its fields. */
/** What only risks follow from is not in the document. */
function withoutRules({ before, after, ...change }: RequestChange) {
  const [old, now] = [before, after].map((answer) => answer && { ...answer, rule: undefined });
  return { ...change, notIdempotent: undefined, before: old ?? null, after: now ?? null };
}

test('everything of a review is in the document', () => {
  const { requests, objects, rollouts, assumptions, base, head } = SAMPLE_REVIEW;
  const document = documentOf(SAMPLE_REVIEW);
  expect(document).toMatchObject({
    version: 1,
    base,
    head,
    verdict: 'undecided',
    different: true,
    assumptions,
  });
  const { compared, changes, equivalent, undecided, orderDependent, trees } = requests;
  expect(document).toMatchObject(
    plain({
      compared,
      requests: changes.map(withoutRules),
      equivalent,
      undecided,
      orderDependent,
      trees,
      objects,
      rollouts,
    }) as Json,
  );
  // The document has the whole message of a risk, not the one without clusters.
  const risks = SAMPLE_REVIEW.risks.map((risk) => ({ ...risk, headline: undefined }));
  expect(document).toMatchObject(plain({ risks, problems: SAMPLE_REVIEW.problems }) as Json);
});

test('changes and risks are counted', () => {
  expect(documentOf(SAMPLE_REVIEW).summary).toEqual({
    requests: 4,
    equivalent: 5,
    undecided: 1,
    objects: 5,
    risks: { errors: 1, warnings: 2, notes: 1 },
    problems: 1,
  });
});

test('the keys stand in one order, whatever the order of those of the review', () => {
  const values = new Set(['before', 'after', 'headers', 'query']);
  const orderOf = (text: string) => {
    const keys: string[] = [];
    JSON.parse(text, function (this: unknown, key, value: unknown) {
      // Values of manifests and the names of headers keep their own order.
      if (!values.has(key)) keys.push(key);
      return value;
    });
    return keys;
  };
  const bare = {
    ...SAMPLE_REVIEW,
    objects: SAMPLE_REVIEW.objects.map((change) => ({ ...change, fields: [], before: null, after: null })),
  };
  const other = reversed(bare) as typeof SAMPLE_REVIEW;
  expect(orderOf(renderReviewJson(other))).toEqual(orderOf(renderReviewJson(bare)));
});

test('what a side does not have is null, and a field that it does not have is left out', () => {
  const [change] = SAMPLE_REVIEW.objects;
  if (change === undefined) throw new Error('the sample has objects');
  const fields = [{ path: 'a', before: undefined, after: null }];
  const where = [{ environment: '', cluster: '', namespace: undefined, name: 'x', file: 'x.yaml' }];
  const [object] = documentOf(reviewWith({ objects: [{ ...change, fields, where, before: undefined }] }))
    .objects as Json[];
  expect(object).toMatchObject({ from: null, before: null, fields: [{ path: 'a', after: null }] });
  expect(object?.fields).toEqual([{ path: 'a', after: null }]);
  expect(object?.where).toEqual([
    { environment: '', cluster: '', namespace: null, name: 'x', file: 'x.yaml' },
  ]);
});

test('every key of the document is documented', () => {
  const text = readFileSync(['docs/review.md', 'docs/review-json.md'].find(isFile) ?? '', 'utf8');
  const keys = [...Object.keys(documentOf(EMPTY_REVIEW))];
  for (const key of keys) expect(text).toContain(`\`${key}\``);
});

function isFile(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes('"version": 1');
  } catch {
    return false;
  }
}
