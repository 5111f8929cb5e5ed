import type { ObjectChange } from '../../../review/model';
import { renderReviewHuman, renderReviewMarkdown, type Review } from '../../../review';
import { hostPlace, objectPlaces } from './sample-places';
import { EMPTY_REVIEW } from './sample-review';

const JP = hostPlace({ environment: 'prod', cluster: 'prod-jp' }, 'faas-prod');
const CN = hostPlace({ environment: 'prod', cluster: 'prod-cn' }, 'faas-prod');

/** An object that the change adds in clusters. */
function added(kind: string, name: string, where = [JP]): ObjectChange {
  const object = { apiVersion: 'v1', kind, namespace: 'faas-prod', name };
  const after = { kind, metadata: { name, namespace: 'faas-prod' } };
  return {
    kind: 'added',
    object,
    from: undefined,
    fields: [],
    meaning: [],
    where: objectPlaces(where, name, name),
    before: undefined,
    after,
  };
}

const REVIEW: Review = {
  ...EMPTY_REVIEW,
  environments: ['prod'],
  requests: {
    ...EMPTY_REVIEW.requests,
    equivalent: [
      { kind: 'new-cluster', subject: 'prod-jp', before: 'none', after: 'as prod-cn', where: [JP] },
    ],
  },
  objects: [
    added('ConfigMap', 'a'),
    added('ConfigMap', 'b'),
    added('Secret', 'c'),
    added('Ingress', 'suspected'),
    added('ConfigMap', 'elsewhere-too', [JP, CN]),
  ],
  risks: [
    {
      code: 'KF804',
      severity: 'warning',
      message: 'a host is public',
      headline: 'a host is public',
      help: 'look at it',
      places: [],
      teams: [],
      where: [],
      requestChanges: [],
      objectChanges: [3],
    },
  ],
};

test('objects of a new cluster are one entry, but those with a risk and those of other clusters too', () => {
  const text = renderReviewHuman(REVIEW, { color: false });
  expect(text.slice(text.lastIndexOf('\nObjects'))).toBe(`
Objects
  added  ConfigMap faas-prod/elsewhere-too
      where      prod-jp, prod-cn

  added  Ingress faas-prod/suspected
      where      prod-jp
      risk       warning KF804

  added  3 objects of the new cluster prod-jp
      kinds      2 ConfigMap, 1 Secret
`);
});

test('a comment counts all of them', () => {
  const text = renderReviewMarkdown(REVIEW);
  expect(text).toContain('<b><code>prod</code></b>: 5 object changes');
  expect(text).toContain(
    '- **added** 3 objects of the new cluster prod-jp\n  - kinds: 2 ConfigMap, 1 Secret\n',
  );
});
