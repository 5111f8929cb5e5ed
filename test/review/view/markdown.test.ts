import fc from 'fast-check';
import { renderReviewMarkdown } from '../../../review/view';
import { crowdedReview, type Crowd } from './sample-crowd';
import { EMPTY_REVIEW, reviewWith, SAMPLE_REVIEW } from './sample-review';

const NONE: Crowd = {
  requests: 0,
  equivalent: 0,
  objects: 0,
  risks: 0,
  rollouts: 0,
  undecided: 0,
  orders: 0,
  problems: 0,
  assumptions: 0,
  environments: 3,
  text: 'a',
};

const size = fc.oneof(fc.nat(3), fc.nat(60), fc.nat(600));
const crowd: fc.Arbitrary<Crowd> = fc.record({
  requests: size,
  equivalent: size,
  objects: size,
  risks: size,
  rollouts: size,
  undecided: size,
  orders: size,
  problems: size,
  assumptions: size,
  environments: fc.integer({ min: 1, max: 20 }),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('名前'.repeat(150), '`'.repeat(7_000), '\u0000'.repeat(400), '😀 '.repeat(150), '<!-- '),
  ),
});

/** A list of a comment: its entries, what its note says, and what the heading of its environment says. */
interface ReadList {
  readonly title: string;
  entries: number;
  note: { readonly shown: number; readonly total: number; readonly left: number } | undefined;
  readonly announced: number | undefined;
}

/** Reads a comment as a person would count: the entries below each heading, and what the note below them says. */
function readLists(comment: string): ReadList[] {
  const lists: ReadList[] = [];
  let summary = '';
  for (const line of comment.split('\n')) {
    if (line.startsWith('<summary>')) summary = line;
    const title = /^#####? (.*)/.exec(line)?.[1];
    if (title !== undefined) {
      const counts = { Requests: /(\S+) sets? of requests changes?/, Objects: /(\S+) object changes?/ };
      const pattern = line.startsWith('#####') ? counts[title as keyof typeof counts] : undefined;
      const announced = pattern?.exec(summary)?.[1];
      lists.push({
        title,
        entries: 0,
        note: undefined,
        announced: announced === undefined ? undefined : numberOf(announced),
      });
    }
    const last = lists.at(-1);
    if (last === undefined) continue;
    if (line.startsWith('- ')) last.entries += 1;
    const note = /^\*\*(\S+) of (\S+) .* (?:is|are) shown; (\S+) (?:is|are) left out:\*\*/.exec(line);
    if (note !== null) {
      const [shown = 0, total = 0, left = 0] = note.slice(1).map(numberOf);
      last.note = { shown, total, left };
    }
  }
  return lists;
}

function numberOf(text: string): number {
  return Number(text.replaceAll(',', '').replaceAll(/<.*>/g, ''));
}

test('a comment always stays below its limit, and its counts add up', () => {
  fc.assert(
    fc.property(crowd, fc.constantFrom(65_536, 65_536, 40_000, 16_384), (of, limit) => {
      const review = crowdedReview(of);
      const comment = renderReviewMarkdown(review, { limit });
      expect(Buffer.byteLength(comment)).toBeLessThan(limit);
      const lists = readLists(comment);
      const totals: Readonly<Record<string, number>> = {
        'Could not be read': of.problems,
        Risks: of.risks,
        'Not decided': of.undecided,
        'Order of creation': of.orders,
        'Same requests, same outcome': of.equivalent,
        Rollout: of.rollouts,
        Assumed: of.assumptions,
      };
      for (const { title, entries, note, announced } of lists) {
        const total = announced ?? totals[title] ?? 0;
        expect({ title, total: note?.total ?? entries }).toEqual({ title, total });
        if (note !== undefined) {
          expect(note.shown).toBe(entries);
          expect(note.shown + note.left).toBe(note.total);
          expect(note.left).toBeGreaterThan(0);
        }
      }
      const expected = Object.keys(totals).filter((title) => totals[title] !== 0);
      expect(lists.map(({ title }) => title)).toEqual(expect.arrayContaining(expected));
    }),
    { numRuns: 40 },
  );
});

test('what does not fit is counted, the most severe stays, and it is said where the rest is', () => {
  const review = crowdedReview({ ...NONE, objects: 2000, risks: 2 });
  const where = review.objects[1999]?.where ?? [];
  const risky = { ...SAMPLE_REVIEW.risks[0], where, requestChanges: [], objectChanges: [1999] };
  const risks = review.risks.map((risk, index) =>
    index === 0 ? { ...risk, ...risky } : { ...risk, objectChanges: [] },
  );
  const comment = renderReviewMarkdown({ ...review, risks });
  expect(comment).toMatch(
    /\n\*\*\d+ of 1,334 object changes are shown; 1,\d{3} are left out:\*\* `kfaas diff -o json` has all\.\n/,
  );
  expect(comment).toContain('  - risk: error `KF803`\n');
  expect(Buffer.byteLength(comment)).toBeGreaterThan(60_000);
});

test('the first line is the marker, and stands once', () => {
  for (const review of [SAMPLE_REVIEW, EMPTY_REVIEW]) {
    const comment = renderReviewMarkdown(reviewWith({ ...review, base: '<!-- kfaas diff -->' }));
    expect(comment.split('\n')[0]).toBe('<!-- kfaas diff -->');
    expect(comment.match(/^<!-- kfaas diff -->$/gm)).toHaveLength(1);
  }
});

test('environments stand in the order in which a change reaches them, with what is in each', () => {
  const comment = renderReviewMarkdown(SAMPLE_REVIEW);
  expect(comment.match(/<summary>.*<\/summary>/g)).toEqual([
    '<summary><b><code>test</code></b>: 2 sets of requests change, 2 object changes, 1 risk</summary>',
    '<summary><b><code>staging</code></b>: 2 sets of requests change, 2 object changes, 2 risks</summary>',
    '<summary><b><code>prod</code></b>: 3 sets of requests change, 3 object changes, 4 risks</summary>',
  ]);
});

test('an environment names the risks that hold there, and none of others', () => {
  const [first] = SAMPLE_REVIEW.risks;
  if (first === undefined) throw new Error('the sample has risks');
  const staging = { environment: 'staging', cluster: 'staging-cn' };
  const risk = { ...first, where: [staging], requestChanges: [0], objectChanges: [0] };
  const comment = renderReviewMarkdown({ ...SAMPLE_REVIEW, risks: [risk] });
  const blocks = comment.split('<summary>').slice(1);
  expect(blocks.map((block) => block.match(/ {2}- risk: error `KF803`/g)?.length ?? 0)).toEqual([0, 2, 0]);
});

test('what a side does not have is no code, and text that says so stands in quotes', () => {
  const [first] = SAMPLE_REVIEW.objects;
  if (first === undefined) throw new Error('the sample has objects');
  const fields = [
    { path: 'a', before: undefined, after: 'not set' },
    { path: 'b', before: 1, after: undefined },
  ];
  const comment = renderReviewMarkdown(reviewWith({ objects: [{ ...first, fields }] }));
  expect(comment).toContain('  - a: not set → `"not set"`\n  - b: `1` → not set\n');
  expect(renderReviewMarkdown(SAMPLE_REVIEW)).toContain('  - function: none (404) → `render/turntable`\n');
});

test('many environments are told together from the eighth on', () => {
  const comment = renderReviewMarkdown(crowdedReview({ ...NONE, objects: 20, environments: 20 }));
  expect(comment.match(/<details>/g)).toHaveLength(8);
  expect(comment).toContain('<b>13 other environments</b>: 15 object changes');
});
