import type { FieldChange } from './field-change';
import type { ObjectChange } from './object-change';
import { isNetworkPolicy, openedPeers, type PolicyPeers } from './object-facts';
import { objectMeaning } from './object-meaning';
import type { SnapshotObject } from './object-pairs';
import { spellWithout } from './identity';
import type { ClusterName, ObjectLocation } from '../clusters';
import { canonicalText, type Spell } from './json-value';
import type { HostArrival, PublicHost } from './public-hosts';

/** The change of one object in one cluster. */
export interface ClusterChange {
  readonly kind: ObjectChange['kind'];
  readonly cluster: ClusterName;
  readonly before: SnapshotObject | undefined;
  readonly after: SnapshotObject | undefined;
  readonly fields: readonly FieldChange[];
  /** The public hosts that the cluster gains or loses by it. */
  readonly hosts: readonly HostArrival[];
}

/** Equal changes, collected so far. */
interface Group {
  readonly first: ObjectChange;
  readonly where: ObjectLocation[];
  readonly hosts: Map<string, HostArrival & { readonly where: ClusterName[] }>;
}

const NOT_COMPARED = 'not compared: it is larger or more deeply nested than any API server accepts';

/**
 * Groups equal changes, in the order of their first occurrences. The names of an object's own function namespace and
 * function are ignored in texts. Changed objects are grouped if the same fields change in the same way, whatever their
 * names; added, removed and renamed objects are grouped by name.
 */
export function groupChanges(changes: readonly ClusterChange[]): readonly ObjectChange[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const meaning = meaningOf(change);
    const key = keyOf(change, meaning);
    const group: Group = groups.get(key) ?? { first: describe(change, meaning), where: [], hosts: new Map() };
    groups.set(key, group);
    group.where.push(locationOf(change));
    noteHosts(change, group.hosts);
  }
  return [...groups.values()].map(({ first, where, hosts }) => {
    const publicHosts: readonly PublicHost[] = [...hosts.values()];
    return publicHosts.length === 0 ? { ...first, where } : { ...first, where, publicHosts };
  });
}

/** Collects hosts apart: equal changes may have other hosts in each cluster. */
function noteHosts({ hosts, cluster }: ClusterChange, noted: Group['hosts']): void {
  for (const arrival of hosts) {
    const key = JSON.stringify([arrival.host, arrival.role, arrival.comes]);
    const known = noted.get(key);
    if (known === undefined) noted.set(key, { ...arrival, where: [cluster] });
    else if (!known.where.includes(cluster)) known.where.push(cluster);
  }
}

function keyOf(change: ClusterChange, meaning: readonly string[]): string {
  const { kind, before, after, fields } = change;
  const opened = openedBy(change);
  const [spellBefore, spellAfter] = [before, after].map((object): Spell =>
    object === undefined ? (text) => text : spellWithout(object.identity),
  ) as [Spell, Spell];
  const spelled = after === undefined ? spellBefore : spellAfter;
  const names = [before, after].map((object) => {
    if (kind === 'changed' || object === undefined) return null;
    const { name, namespace = '' } = object.name;
    // Each function is reported on its own, so its name is kept.
    const spell = spellWithout({ namespace: object.identity.namespace, function: undefined });
    return [spell(namespace), spell(name)];
  });
  return JSON.stringify([
    kind,
    (after ?? before)?.read.groupKind,
    names,
    fields.map(({ path, before: a, after: b }) => [
      spelled(path),
      canonicalText(a, spellBefore),
      canonicalText(b, spellAfter),
    ]),
    meaning.map(spelled),
    opened === undefined ? null : [opened.ingress.map(spelled), opened.egress.map(spelled)],
  ]);
}

/** Returns what a NetworkPolicy opens: of policies that gain the same peer, one may have allowed it before. */
function openedBy({ before, after }: ClusterChange): PolicyPeers | undefined {
  const [valueBefore, valueAfter] = [before?.read.value, after?.read.value];
  const isChanged = valueBefore !== undefined && isNetworkPolicy(valueAfter);
  return isChanged ? openedPeers(valueBefore, valueAfter) : undefined;
}

function describe(change: ClusterChange, meaning: readonly string[]): ObjectChange {
  const { kind, before, after, fields } = change;
  return {
    kind,
    object: nameOf(change),
    from: kind === 'renamed' ? before?.name : undefined,
    fields,
    meaning,
    where: [],
    before: before?.read.value,
    after: after?.read.value,
  };
}

function meaningOf({ before, after }: ClusterChange): readonly string[] {
  if (before?.read.isBeyond === true || after?.read.isBeyond === true) return [NOT_COMPARED];
  return objectMeaning(before?.read.value, after?.read.value);
}

function locationOf(change: ClusterChange): ObjectLocation {
  const { environment, cluster } = change.cluster;
  const { namespace, name } = nameOf(change);
  const object = change.after ?? change.before;
  const location = {
    environment,
    cluster,
    namespace,
    name,
    file: object?.file ?? '',
    ...(object?.isShared === true ? { isShared: true } : {}),
  };
  if (change.kind !== 'renamed' || change.before === undefined) return location;
  const { name: former } = change.before;
  return { ...location, from: { namespace: former.namespace, name: former.name } };
}

function nameOf({ before, after }: ClusterChange): ObjectChange['object'] {
  const object = after ?? before;
  if (object === undefined) throw new Error('a change without an object');
  return object.name;
}
