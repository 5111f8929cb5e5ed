import { compareText } from '../../base';
import { isRemarked, outcomes, type Domain, type Route } from '../model';
import type { Language } from '../text';
import { isRedirected, type RouteList } from '../istio';
import type { RolloutStep } from './precedence';

/** The routes of one VirtualService in one of its versions. */
export interface OwnRoutes {
  /** In rule order: the first that matches a request answers it. */
  readonly routes: readonly Route[];
  /** The route that matches every request. Istio moves it behind the routes of all VirtualServices. */
  readonly catchAll: Route | undefined;
}

/** A VirtualService whose routes differ between two lists. */
export interface VirtualServiceChange {
  readonly step: RolloutStep;
  /** No routes if the step creates it. */
  readonly before: OwnRoutes;
  /** No routes if the step deletes it. */
  readonly after: OwnRoutes;
}

/** The differences between two route lists, by VirtualService. */
export interface VirtualServiceChanges {
  /** Sorted by name. */
  readonly changes: readonly VirtualServiceChange[];
  /** All other VirtualServices that have routes. */
  readonly unchanged: readonly OwnRoutes[];
  readonly domain: Domain;
  /** Why the changes allow no conclusion; undefined if they do. */
  readonly doubt: string | undefined;
}

/** An absent VirtualService. */
const NO_ROUTES: OwnRoutes = { routes: [], catchAll: undefined };

/**
 * Returns which VirtualServices are created, changed and deleted between two lists of one listener. Both lists are read
 * by the rules of one Istio version. A VirtualService with equivalent routes is unchanged.
 */
export function virtualServiceChanges(before: RouteList, after: RouteList): VirtualServiceChanges {
  if (isRedirected(before) || isRedirected(after)) return redirectedChanges(before, after);
  const keyOf = outcomes().keyOf;
  const shared = new Set(before.members);
  const [routesBefore, routesAfter] = [ownRoutes(before), ownRoutes(after)];
  const namedBefore = new Map<string, OwnRoutes>();
  const unchanged: OwnRoutes[] = [];
  const changes: VirtualServiceChange[] = [];
  const repeated: string[] = [];
  const kept = new Set(after.members.filter((member) => shared.has(member)));
  before.members.forEach((member, index) => {
    if (kept.has(member)) return;
    add(namedBefore, `${member.namespace}/${member.name}`, routesBefore[index] ?? NO_ROUTES);
  });
  const namedAfter = new Map<string, OwnRoutes>();
  after.members.forEach((member, index) => {
    const own = routesAfter[index] ?? NO_ROUTES;
    if (kept.has(member)) unchanged.push(own);
    else add(namedAfter, `${member.namespace}/${member.name}`, own);
  });
  for (const [virtualService, own] of namedAfter) {
    const previous = namedBefore.get(virtualService);
    if (previous === undefined) change('create', virtualService, NO_ROUTES, own);
    else if (isEquivalent(previous, own)) unchanged.push(own);
    else change('change', virtualService, previous, own);
  }
  for (const [virtualService, own] of namedBefore) {
    if (!namedAfter.has(virtualService)) change('delete', virtualService, own, NO_ROUTES);
  }
  changes.sort((a, b) => compareText(a.step.virtualService, b.step.virtualService));
  return { changes, unchanged: unchanged.filter(hasRoutes), domain: after.domain, doubt: doubtOf() };

  function add(named: Map<string, OwnRoutes>, name: string, own: OwnRoutes): void {
    if (named.has(name)) repeated.push(name);
    named.set(name, own);
  }

  function change(
    action: RolloutStep['action'],
    virtualService: string,
    ownBefore: OwnRoutes,
    ownAfter: OwnRoutes,
  ): void {
    // A VirtualService without routes on the listener does not affect it.
    if (hasRoutes(ownBefore) || hasRoutes(ownAfter)) {
      changes.push({ step: { action, virtualService }, before: ownBefore, after: ownAfter });
    }
  }

  function isEquivalent(a: OwnRoutes, b: OwnRoutes): boolean {
    const [all, others] = [a, b].map(routesOf) as [readonly Route[], readonly Route[]];
    return (
      all.length === others.length &&
      all.every((route, index) => {
        const other = others[index];
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
    const [first] = repeated;
    if (first !== undefined) return `${first} is defined twice in the manifests`;
    if ([before, after].some(({ routes }) => routes.some(delegates))) {
      return 'a VirtualService delegates requests to another one, and delegates are not analyzed';
    }
    const unread = changes.find((one) => [one.before, one.after].some((own) => routesOf(own).some(isUnread)));
    if (unread === undefined) return undefined;
    return `${unread.step.virtualService} has a match that cannot be parsed or that no request satisfies`;
  }
}

/** Where all requests are redirected to HTTPS, VirtualServices answer none; where they begin or cease to be, a Gateway changes, which is no step. */
function redirectedChanges(before: RouteList, after: RouteList): VirtualServiceChanges {
  const isRouted = [before, after].some((list) => list.routes.length > 0 && !isRedirected(list));
  const doubt = isRouted ? 'a Gateway redirects it to HTTPS before the change or after it' : undefined;
  return { changes: [], unchanged: [], domain: after.domain, doubt };
}

/** Returns a text that identifies a set of paths. */
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

/** Returns the routes of each member of a list, by index. */
function ownRoutes({ members, routes }: RouteList): readonly OwnRoutes[] {
  const own = members.map((): { routes: Route[]; catchAll: Route | undefined } => ({
    routes: [],
    catchAll: undefined,
  }));
  for (const route of routes) {
    const member = own[route.member];
    if (route.catchAll && member !== undefined) member.catchAll ??= route;
    else member?.routes.push(route);
  }
  return own;
}

function routesOf({ routes, catchAll }: OwnRoutes): readonly Route[] {
  return catchAll === undefined ? routes : [...routes, catchAll];
}

function hasRoutes({ routes, catchAll }: OwnRoutes): boolean {
  return routes.length > 0 || catchAll !== undefined;
}

function delegates({ outcome, delegate }: Route): boolean {
  return delegate !== undefined || (outcome.delegate !== undefined && outcome.delegate !== null);
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

/** Returns a text that identifies a list of conditions. */
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
