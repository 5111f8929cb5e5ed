import { groupKindOf, groupsOf, LIVE_RESOURCES } from '../../../snapshots/live';
import { at, manifestsOf, onStack, renderStack } from '../../matrix/rendered-stack';
import { STACKS } from '../../fixtures/platform-clusters';

const SYSTEM = 'kfaas-system';

/** Where an object is read, as LIVE_RESOURCES says it. */
function placesOf(namespace: unknown): readonly string[] {
  if (namespace === undefined) return ['cluster'];
  return ['everywhere', 'own', namespace === SYSTEM ? 'system' : 'functions'];
}

const NEWEST = { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' };

describe('nothing that is rendered is unread', () => {
  test.each(Object.entries({ newest: NEWEST, oldest: STACKS['istio-1.0'], middle: STACKS['istio-1.5'] }))(
    '%s',
    (_, platform) => {
      const environments = onStack(platform).map((environment) => ({
        ...environment,
        monitoring: {
          scrape: 'pod-monitor',
          labels: { release: 'prometheus' },
          alerts: { labels: { team: 'platform' } },
          dashboards: { annotations: { grafana_folder: 'KFaas' } },
        } as const,
      }));
      const objects = manifestsOf(renderStack(environments)).map(({ object }) => object);
      expect(objects.length).toBeGreaterThan(100);
      const unread = objects.filter((object) => {
        const places = placesOf(at(object, 'metadata', 'namespace'));
        return !LIVE_RESOURCES.some(
          (resource) =>
            groupsOf(resource).some((group) => `${group}/${resource.kind}` === groupKindOf(object)) &&
            resource.where.some((where) => places.includes(where)),
        );
      });
      expect(
        unread.map((object) => `${groupKindOf(object)} ${String(at(object, 'metadata', 'name'))}`),
      ).toEqual([]);
    },
  );
});

test('each kind is read once, and Secrets are not', () => {
  const kinds = LIVE_RESOURCES.map(({ group, kind }) => `${group}/${kind}`);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds).not.toContain('/Secret');
});
