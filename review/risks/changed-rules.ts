import { isMapping, listOf, type Mapping } from '../../base';
import type { AnswerReference } from '../../findings';
import { destinationsOf } from '../../routing';
import type { ClusterName, ObjectChange, ObjectLocation } from '../model';

/** A side of a change. */
export type SideName = 'before' | 'after';

/** A route, looked up in a VirtualService that the change touches. */
export interface ChangedRoute {
  readonly rule: Mapping;
  /** Undefined where the rule has no matches, so that it takes every request. */
  readonly match: Mapping | undefined;
  /** The change of its VirtualService, by its place in the list. */
  readonly objectChange: number;
}

/** The rules of the VirtualServices that a change adds, changes or removes. */
export interface ChangedRules {
  /** The change of a VirtualService `<namespace>/<name>`; undefined where it stays as it is, or is not there, or there is none. */
  readonly changeOf: (
    side: SideName,
    location: ClusterName,
    virtualService: string | undefined,
  ) => number | undefined;
  /**
   * A route; undefined where its VirtualService stays as it is. Of VirtualServices that change alike, it is the route of
   * the first that is at the same place.
   */
  readonly routeAt: (
    side: SideName,
    location: ClusterName,
    route: AnswerReference,
  ) => ChangedRoute | undefined;
  /** All routes of a snapshot. */
  readonly routesOf: (side: SideName) => readonly ChangedRoute[];
}

/**
 * Reads the VirtualServices among object changes. One change represents all objects whose fields change alike, and has
 * the first of them in full: its rules represent those of the others.
 */
export function changedRules(objects: readonly ObjectChange[]): ChangedRules {
  const names = { before: new Map<string, number>(), after: new Map<string, number>() };
  objects.forEach((change, index) => {
    if (change.object.kind !== 'VirtualService') return;
    for (const { environment, cluster, namespace, name, from = change.from } of change.where) {
      const location = { environment, cluster };
      if (change.kind !== 'removed') names.after.set(keyOf(location, fullName({ namespace, name })), index);
      if (change.kind === 'added') continue;
      names.before.set(keyOf(location, fullName(from ?? { namespace, name })), index);
    }
  });
  const changeOf: ChangedRules['changeOf'] = (side, location, virtualService) =>
    virtualService === undefined ? undefined : names[side].get(keyOf(location, virtualService));
  return {
    changeOf,
    routeAt: (side, location, route) => {
      if (route.virtualService === undefined) return undefined;
      const { virtualService, rule, match } = route;
      const objectChange = changeOf(side, location, virtualService);
      const change = objectChange === undefined ? undefined : objects[objectChange];
      if (objectChange === undefined || change === undefined) return undefined;
      const found = rulesOf(change[side])[rule];
      if (!isMapping(found)) return undefined;
      const given = listOf(found.match)[match];
      return { rule: found, match: isMapping(given) ? given : undefined, objectChange };
    },
    routesOf: (side) => objects.flatMap((change, objectChange) => routesIn(change, side, objectChange)),
  };
}

/** What a rule's requests are sent to, whatever their shares: which of a function's rules it is. */
export function targetsOf(rule: Mapping): string {
  const targets = destinationsOf(rule).map(targetOf);
  return [...new Set(targets)].sort().join(' ');
}

/** A destination as people call it: the authority that it is reached by, which names the Knative Service, or its host. */
export function targetOf({
  authority,
  host,
  port,
  subset,
}: ReturnType<typeof destinationsOf>[number]): string {
  const name = authority ?? (port === undefined ? host : `${host}:${port}`);
  return subset === undefined ? name : `${name} subset ${subset}`;
}

function routesIn(change: ObjectChange, side: SideName, objectChange: number): ChangedRoute[] {
  if (change.object.kind !== 'VirtualService') return [];
  return rulesOf(change[side])
    .filter(isMapping)
    .flatMap((rule) => {
      const matches = listOf(rule.match).filter(isMapping);
      return (matches.length === 0 ? [undefined] : matches).map((match) => ({ rule, match, objectChange }));
    });
}

function rulesOf(object: unknown): readonly unknown[] {
  return isMapping(object) && isMapping(object.spec) ? listOf(object.spec.http) : [];
}

function fullName({ namespace, name }: Pick<ObjectLocation, 'namespace' | 'name'>): string {
  return `${namespace ?? 'default'}/${name}`;
}

function keyOf({ environment, cluster }: ClusterName, virtualService: string): string {
  return `${environment}/${cluster} ${virtualService}`;
}
