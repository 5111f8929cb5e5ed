import { changedRules } from '../../../review/risks/changed-rules';
import { matchObjects, objectChanges } from '../../../review/model';
import { clusterPair, virtualService } from '../model/objects/object-snapshots';

test('VirtualServices that are renamed alike are each known by the name that they had', () => {
  const side = (name: string) =>
    Object.fromEntries(
      ['faas-alpha', 'faas-beta'].map((namespace) => [
        `${namespace}/a-${name}.yaml`,
        [virtualService('a', name, namespace)],
      ]),
    );
  const objects = objectChanges(matchObjects([clusterPair(side('x'), side('y'))]));
  expect(objects.map(({ kind, where }) => `${kind} ${where.length}`)).toEqual(['renamed 2']);
  const { changeOf } = changedRules(objects);
  const at = { environment: 'prod', cluster: 'prod-cn' };
  const found = (['before', 'after'] as const).flatMap((side) =>
    ['alpha-ns-a-x', 'beta-ns-a-x', 'alpha-ns-a-y', 'beta-ns-a-y'].filter(
      (name) => changeOf(side, at, `kfaas-system/faas-${name}-ksvc-virtualservice`) === 0,
    ),
  );
  expect(found).toEqual(['alpha-ns-a-x', 'beta-ns-a-x', 'alpha-ns-a-y', 'beta-ns-a-y']);
});
