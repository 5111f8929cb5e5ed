import type { FieldChange } from './field-change';
import type { ObjectChange } from './object-change';
import { isNetworkPolicy, openedPeers, type PolicyPeers } from './object-facts';
import { objectMeaning } from './object-meaning';
import type { SideObject } from './object-pairs';
import { spellWithout } from './own-words';
import type { ClusterName, ObjectPlace } from './place';
import { canonicalText, type Spell } from './plain-value';
import type { HostArrival, PublicHost } from './public-hosts';

/** What happens to one object in one cluster. */
export interface PlacedChange {
  readonly kind: ObjectChange['kind'];
  readonly cluster: ClusterName;
  readonly before: SideObject | undefined;
  readonly after: SideObject | undefined;
  readonly fields: readonly FieldChange[];
  /** The public hosts that come to the cluster with it, or go from it. */
  readonly hosts: readonly HostArrival[];
}

/** Changes that are the same, as far as they are gathered. */
interface Group {
  readonly first: ObjectChange;
  readonly where: ObjectPlace[];
  readonly hosts: Map<string, HostArrival & { readonly where: ClusterName[] }>;
}

const NOT_COMPARED = 'not compared: it is larger or nested deeper than any API server takes';

/**
 * Tells changes that are the same together, in the order in which they come first. Texts count as the same that only
 * differ in the names of the object's own function namespace and function. Objects that change are told together whatever
 * they are called, where the same fields change in the same way; those that come, go or have another name, by that name.
 */
export function groupChanges(changes: readonly PlacedChange[]): readonly ObjectChange[] {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const meaning = meaningOf(change);
    const key = keyOf(change, meaning);
    const group: Group = groups.get(key) ?? { first: describe(change, meaning), where: [], hosts: new Map() };
    groups.set(key, group);
    group.where.push(placeOf(change));
    noteHosts(change, group.hosts);
  }
  return [...groups.values()].map(({ first, where, hosts }) => {
    const publicHosts: readonly PublicHost[] = [...hosts.values()];
    return publicHosts.length === 0 ? { ...first, where } : { ...first, where, publicHosts };
  });
}

/** Objects that change alike may have other hosts in each cluster. */
function noteHosts({ hosts, cluster }: PlacedChange, noted: Group['hosts']): void {
  for (const arrival of hosts) {
    const key = JSON.stringify([arrival.host, arrival.role, arrival.comes]);
    const known = noted.get(key);
    if (known === undefined) noted.set(key, { ...arrival, where: [cluster] });
    else if (!known.where.includes(cluster)) known.where.push(cluster);
  }
}

function keyOf(change: PlacedChange, meaning: readonly string[]): string {
  const { kind, before, after, fields } = change;
  const opened = openedBy(change);
  const [old, now] = [before, after].map((object): Spell =>
    object === undefined ? (text) => text : spellWithout(object.own),
  ) as [Spell, Spell];
  const spelled = after === undefined ? old : now;
  const names = [before, after].map((object) => {
    if (kind === 'changed' || object === undefined) return null;
    const { name, namespace = '' } = object.name;
    // Functions are told one by one, so their own names stay.
    const spell = spellWithout({ namespace: object.own.namespace, function: undefined });
    return [spell(namespace), spell(name)];
  });
  return JSON.stringify([
    kind,
    (after ?? before)?.read.groupKind,
    names,
    fields.map(({ path, before: a, after: b }) => [
      spelled(path),
      canonicalText(a, old),
      canonicalText(b, now),
    ]),
    meaning.map(spelled),
    opened === undefined ? null : [opened.ingress.map(spelled), opened.egress.map(spelled)],
  ]);
}

/** What a NetworkPolicy opens: of policies to which the same peer is added, one may have allowed it before. */
function openedBy({ before, after }: PlacedChange): PolicyPeers | undefined {
  const [old, now] = [before?.read.value, after?.read.value];
  return old !== undefined && isNetworkPolicy(now) ? openedPeers(old, now) : undefined;
}

function describe(change: PlacedChange, meaning: readonly string[]): ObjectChange {
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

function meaningOf({ before, after }: PlacedChange): readonly string[] {
  if (before?.read.isBeyond === true || after?.read.isBeyond === true) return [NOT_COMPARED];
  return objectMeaning(before?.read.value, after?.read.value);
}

function placeOf(change: PlacedChange): ObjectPlace {
  const { environment, cluster } = change.cluster;
  const { namespace, name } = nameOf(change);
  const place = { environment, cluster, namespace, name, file: (change.after ?? change.before)?.file ?? '' };
  if (change.kind !== 'renamed' || change.before === undefined) return place;
  const { name: former } = change.before;
  return { ...place, from: { namespace: former.namespace, name: former.name } };
}

function nameOf({ before, after }: PlacedChange): ObjectChange['object'] {
  const object = after ?? before;
  if (object === undefined) throw new Error('a change of no object');
  return object.name;
}
