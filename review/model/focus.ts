import { isMapping, LABEL, renderedFunctions, textOf } from '../../base';
import { withoutNamespace } from './clusters';
import type { MatchedObjects } from './objects';
import type { RequestReview, RouteTree, RouteTreeNode } from './requests';
import type { Rollout } from './rollout';

/** The functions that a review is restricted to. */
export interface ReviewFocus {
  /** `<team>/<name>`: everything that concerns them is reported. */
  readonly functions: ReadonlySet<string>;
  /** `<team>/<name>` of the functions with a route for a path that was asked about: their objects are reported. */
  readonly asked: ReadonlySet<string>;
}

/** Restricts requests and rollouts to what concerns some functions and the paths that were asked about. */
export function focusedRequests(
  { requests, rollouts }: { readonly requests: RequestReview; readonly rollouts: readonly Rollout[] },
  { functions, asked }: ReviewFocus,
): { readonly requests: RequestReview; readonly rollouts: readonly Rollout[] } {
  const concerned = new Set([...functions, ...asked]);
  const isIn = (name: string | undefined) => name !== undefined && concerned.has(name);
  const isChosen = (name: string | undefined) => name !== undefined && functions.has(name);
  const changes = requests.changes.filter(
    ({ isAsked = false, before, after }) =>
      isAsked || isChosen(before?.function) || isChosen(after?.function),
  );
  const places = new Set(changes.flatMap(({ where }) => where.map(placeOf)));
  const isAtChange = (where: Parameters<typeof placeOf>[0]) => places.has(placeOf(where));
  return {
    requests: {
      ...requests,
      verdict: changes.length > 0 ? 'changed' : requests.undecided.length > 0 ? 'undecided' : 'same',
      changes,
      // Versions and gateways of a host concern all of its functions.
      equivalent: requests.equivalent.filter(({ kind, subject, before }) =>
        kind === 'function-renamed' || kind === 'routes-rewritten' ? isIn(subject) || isIn(before) : true,
      ),
      orderDependent: requests.orderDependent.filter(({ where }) => isAtChange(where)),
      trees: requests.trees.flatMap((tree) => focusedTree(tree, isIn)),
      unserved: requests.unserved.filter((route) => isIn(route.function)),
    },
    rollouts: rollouts.filter(({ where }) => where.some(isAtChange)).flatMap(focusedRollout(changes)),
  };
}

/** Returns a function that restricts a rollout to the needs of the VirtualServices that answer changed requests. */
function focusedRollout(changes: RequestReview['changes']): (rollout: Rollout) => readonly Rollout[] {
  const names = new Set(
    changes.flatMap(({ before, after, where: [first] }) =>
      [before, after].flatMap((answer) =>
        answer?.route.virtualService === undefined
          ? []
          : [withoutNamespace(answer.route.virtualService, first?.namespace)],
      ),
    ),
  );
  return (rollout) => {
    if (rollout.safety !== 'ordered' && rollout.safety !== 'none') return [rollout];
    const needs = rollout.needs.filter(({ first, then, where: { namespace } }) =>
      [...first, ...then].some(({ virtualService }) =>
        names.has(withoutNamespace(virtualService, namespace)),
      ),
    );
    return needs.length === 0 ? [] : [{ ...rollout, needs }];
  };
}

/**
 * Restricts objects to those of some functions, and the VirtualServices that requests come from or go to.
 * @param requests the restricted requests
 */
export function focusedObjects(
  matched: readonly MatchedObjects[],
  { changes }: RequestReview,
  { functions, asked }: ReviewFocus,
): readonly MatchedObjects[] {
  const own = new Set([...functions, ...asked]);
  const counterparts = changes.flatMap(({ before, after }) => [before?.function, after?.function]);
  const routed = new Set([...own, ...counterparts.filter((name) => name !== undefined)]);
  const services = new Set([...own].map((id) => id.replace('/', '-')));
  const isConcerned = ({ read: { value } }: MatchedObjects['removed'][number]) => {
    const named = renderedFunctions(value);
    if (named.length > 0) return named.some((name) => routed.has(name));
    const service = serviceOf(value);
    return service !== undefined && services.has(service);
  };
  return matched.map((cluster) => ({
    ...cluster,
    both: cluster.both.filter((pair) => pair.some(isConcerned)),
    renamed: cluster.renamed.filter(({ before, after }) => [before, after].some(isConcerned)),
    removed: cluster.removed.filter(isConcerned),
    added: cluster.added.filter(isConcerned),
  }));
}

/** Returns the name of the Knative Service whose function an object belongs to; undefined if it belongs to none. */
function serviceOf(value: unknown): string | undefined {
  if (!isMapping(value) || !isMapping(value.metadata)) return undefined;
  const { metadata, apiVersion, kind } = value;
  const label = isMapping(metadata.labels) ? textOf(metadata.labels[LABEL.function]) : undefined;
  const isService = kind === 'Service' && textOf(apiVersion)?.startsWith('serving.knative.dev/') === true;
  return label ?? (isService ? textOf(metadata.name) : undefined);
}

/** Keeps the branches of a tree with a route of a function that passes. */
function focusedTree({ root, where }: RouteTree, isIn: (name: string | undefined) => boolean): RouteTree[] {
  const focused = (node: RouteTreeNode): RouteTreeNode[] => {
    const routes = node.routes.filter(({ before, after }) => isIn(before) || isIn(after));
    const children = node.children.flatMap(focused);
    return routes.length === 0 && children.length === 0 ? [] : [{ ...node, routes, children }];
  };
  return focused(root).map((node) => ({ root: node, where }));
}

function placeOf({
  environment,
  cluster,
  host,
}: {
  readonly environment: string;
  readonly cluster: string;
  readonly host: string;
}): string {
  return `${environment}/${cluster} ${host}`;
}
