import { isRemarked } from './remark';
import type { Domain } from './condition';
import { compareText } from './host-members';
import type { Language } from './language';
import { outcomeKeys } from './outcome';
import type { Route } from './route';
import type { RouteList } from './route-table';

/** What is done to one VirtualService; it is done at once. */
export interface AppliedStep {
  readonly action: 'create' | 'change' | 'delete';
  /** `<namespace>/<name>` */
  readonly virtualService: string;
}

/** The routes of one VirtualService in one of its versions. */
export interface OwnRoutes {
  /** In its own order: of those that match a request, the first is its answer. */
  readonly routes: readonly Route[];
  /** The route that Istio moves behind those of all VirtualServices; it matches every request. */
  readonly catchAll: Route | undefined;
}

/** A VirtualService whose routes differ between two lists. */
export interface VirtualServiceChange {
  readonly step: AppliedStep;
  /** Without routes where it is created. */
  readonly before: OwnRoutes;
  /** Without routes where it is deleted. */
  readonly after: OwnRoutes;
}

/** What leads from one route list to another. */
export interface VirtualServiceChanges {
  /** In the order of their names. */
  readonly changes: readonly VirtualServiceChange[];
  /** The versions of all others, as far as they have routes. */
  readonly unchanged: readonly OwnRoutes[];
  readonly domain: Domain;
  /** Why nothing can be concluded from them; undefined where it can. */
  readonly doubt: string | undefined;
}

/** A VirtualService that is not there. */
const NO_ROUTES: OwnRoutes = { routes: [], catchAll: undefined };

/**
 * Works out which VirtualServices are created, changed and deleted between two lists of one listener, both read by the
 * rules of one Istio version. A VirtualService whose routes are alike is not changed.
 */
export function virtualServiceChanges(before: RouteList, after: RouteList): VirtualServiceChanges {
  const keyOf = outcomeKeys();
  const shared = new Set(before.members);
  const [oldOf, newOf] = [ownRoutes(before), ownRoutes(after)];
  const old = new Map<string, OwnRoutes>();
  const unchanged: OwnRoutes[] = [];
  const changes: VirtualServiceChange[] = [];
  const twice: string[] = [];
  const kept = new Set(after.members.filter((member) => shared.has(member)));
  before.members.forEach((member, place) => {
    if (!kept.has(member)) add(old, `${member.namespace}/${member.name}`, oldOf[place] ?? NO_ROUTES);
  });
  const now = new Map<string, OwnRoutes>();
  after.members.forEach((member, place) => {
    if (kept.has(member)) unchanged.push(newOf[place] ?? NO_ROUTES);
    else add(now, `${member.namespace}/${member.name}`, newOf[place] ?? NO_ROUTES);
  });
  for (const [virtualService, own] of now) {
    const was = old.get(virtualService);
    if (was === undefined) change('create', virtualService, NO_ROUTES, own);
    else if (isAlike(was, own)) unchanged.push(own);
    else change('change', virtualService, was, own);
  }
  for (const [virtualService, own] of old) {
    if (!now.has(virtualService)) change('delete', virtualService, own, NO_ROUTES);
  }
  changes.sort((a, b) => compareText(a.step.virtualService, b.step.virtualService));
  return { changes, unchanged: unchanged.filter(hasRoutes), domain: after.domain, doubt: doubtOf() };

  function add(side: Map<string, OwnRoutes>, name: string, own: OwnRoutes): void {
    if (side.has(name)) twice.push(name);
    side.set(name, own);
  }

  function change(
    action: AppliedStep['action'],
    virtualService: string,
    old: OwnRoutes,
    now: OwnRoutes,
  ): void {
    // Who has no route on the listener neither before nor after does not matter there.
    if (hasRoutes(old) || hasRoutes(now)) {
      changes.push({ step: { action, virtualService }, before: old, after: now });
    }
  }

  function isAlike(a: OwnRoutes, b: OwnRoutes): boolean {
    const [all, others] = [a, b].map(routesOf) as [readonly Route[], readonly Route[]];
    return (
      all.length === others.length &&
      all.every((route, at) => {
        const other = others[at];
        return (
          other !== undefined &&
          route.catchAll === other.catchAll &&
          isSamePath(route.path, other.path) &&
          isSameConditions(route.conditions, other.conditions) &&
          (route.outcome === other.outcome || keyOf(route) === keyOf(other))
        );
      })
    );
  }

  function doubtOf(): string | undefined {
    const [first] = twice;
    if (first !== undefined) return `${first} stands twice in the manifests`;
    if ([before, after].some(({ routes }) => routes.some(delegates))) {
      return 'a VirtualService delegates requests to another, whose routes are not opened';
    }
    const unread = changes.find((one) => [one.before, one.after].some((own) => routesOf(own).some(isUnread)));
    if (unread === undefined) return undefined;
    return `${unread.step.virtualService} has a match that cannot be read or that no request meets`;
  }
}

/** A text that two sets of paths share only if they are the same. */
export function pathKey(path: Language): string {
  switch (path.kind) {
    case 'any':
      return path.kind;
    case 'values':
      return `values ${path.values.join(' ')}`;
    case 'prefix':
      return `prefix ${path.text}`;
    case 'folded':
      return `${path.open ? 'folded prefix' : 'folded'} ${path.text}`;
    case 'regex':
      return `regex ${path.source}`;
  }
}

/** The routes of each member of a list. */
function ownRoutes({ members, routes }: RouteList): readonly OwnRoutes[] {
  const own = members.map((): { routes: Route[]; catchAll: Route | undefined } => ({
    routes: [],
    catchAll: undefined,
  }));
  for (const route of routes) {
    const of = own[route.member];
    if (route.catchAll && of !== undefined) of.catchAll ??= route;
    else of?.routes.push(route);
  }
  return own;
}

function routesOf({ routes, catchAll }: OwnRoutes): readonly Route[] {
  return catchAll === undefined ? routes : [...routes, catchAll];
}

function hasRoutes({ routes, catchAll }: OwnRoutes): boolean {
  return routes.length > 0 || catchAll !== undefined;
}

function delegates({ outcome: { delegate } }: Route): boolean {
  return delegate !== undefined && delegate !== null;
}

function isUnread({ path, conditions }: Route): boolean {
  return isRemarked(path) || conditions.some(({ texts }) => isRemarked(texts));
}

function isSamePath(a: Language, b: Language): boolean {
  if (a.kind === 'prefix' && b.kind === 'prefix') return a.text === b.text;
  return a === b || (a.kind === b.kind && pathKey(a) === pathKey(b));
}

function isSameConditions(a: Route['conditions'], b: Route['conditions']): boolean {
  return a === b || (a.length === b.length && conditionsKey(a) === conditionsKey(b));
}

/** A text that two lists of conditions share only if they are the same. */
export function conditionsKey(conditions: Route['conditions']): string {
  return JSON.stringify(
    conditions.map(({ dimension, absent, texts, negated }) => [
      dimension,
      absent,
      texts === 'none' ? texts : pathKey(texts),
      negated,
    ]),
  );
}
