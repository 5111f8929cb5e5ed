import {
  renderReviewGithub,
  renderReviewHtml,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
  type Review,
} from '../../../../review';
import { matchObjects, objectChanges } from '../../../../review/model';
import { clusterPair } from './object-snapshots';
import { reviewedPairs } from '../requests/reviewed-pairs';

const secret = (name: string, fields: object, annotations?: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'kfaas-system', ...(annotations === undefined ? {} : { annotations }) },
  type: 'Opaque',
  ...fields,
});

const pairOf = (before: readonly object[], after: readonly object[]) =>
  clusterPair({ 'a.yaml': before }, { 'a.yaml': after });

const WORDS = ['hunter2', 'correct-horse', 'c2VjcmV0', 'tr0ub4dor'];
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

describe('the values of a Secret', () => {
  const before = [
    secret('s', { stringData: { password: 'hunter2', user: 'tr0ub4dor' } }, { [COPY]: '{"data":"hunter2"}' }),
    secret('gone', { data: { key: 'c2VjcmV0' } }),
    secret('wrong', { data: 'hunter2' }),
  ];
  const after = [
    secret('s', { stringData: { password: 'correct-horse', user: 'tr0ub4dor', more: 'hunter2' } }),
    secret('come', { type: 'kubernetes.io/tls', stringData: { pem: 'correct-horse', other: 'c2VjcmV0' } }),
    secret('wrong', { data: ['correct-horse'] }),
  ];
  const found = reviewedPairs(pairOf(before, after));

  test.each([
    ['terminal', (review: Review) => renderReviewHuman(review, { color: false })],
    ['comment', (review: Review) => renderReviewMarkdown(review)],
    ['JSON', renderReviewJson],
    ['page', renderReviewHtml],
    ['annotations', renderReviewGithub],
  ])('stand in no view: %s', (_, render) => {
    const review: Review = { base: 'a', head: 'b', problems: [], ...found };
    const text = render(review);
    expect(WORDS.filter((word) => text.includes(word))).toEqual([]);
  });

  test('are told by their keys, and the same value has the same number', () => {
    const old = secret('s', { stringData: { password: 'hunter2', user: 'tr0ub4dor' } });
    const now = secret('s', {
      stringData: { password: 'correct-horse', user: 'tr0ub4dor', more: 'hunter2' },
    });
    const [change] = objectChanges(matchObjects([pairOf([old], [now])]));
    expect(change?.fields).toEqual([
      { path: 'stringData.password', before: '(secret value 1)', after: '(secret value 3)' },
      { path: 'stringData.more', before: undefined, after: '(secret value 1)' },
    ]);
    expect(change?.after).toMatchObject({ stringData: { user: '(secret value 2)' } });
  });

  test('that are the same are no change, also where the Secret has another name', () => {
    const values = { data: { a: 'eA==', b: 'eQ==', c: 'eg==', d: 'dw==' } };
    expect(
      objectChanges(matchObjects([pairOf([secret('s', values)], [secret('s', { ...values })])])),
    ).toEqual([]);
    expect(objectChanges(matchObjects([pairOf([secret('s', values)], [secret('t', values)])]))).toMatchObject(
      [{ kind: 'renamed', fields: [] }],
    );
  });

  test("are a Secret's alone: a ConfigMap is shown", () => {
    const map = (text: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { text },
    });
    expect(objectChanges(matchObjects([pairOf([map('a')], [map('b')])]))).toMatchObject([
      { fields: [{ path: 'data.text', before: 'a', after: 'b' }] },
    ]);
  });
});
