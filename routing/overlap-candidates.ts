import type { Condition, Dimension } from './condition';
import type { Route } from './route';

/** From how many routes on it pays to tell them apart by a value first. */
const FEW = 16;

/**
 * Gives, for routes that match one path, the earlier ones that may match the same request: routes that want different
 * texts of one header, say, cannot. Conservative: of those that it gives, some may not either.
 * @param routes in ascending order
 */
export function overlapCandidates(
  routes: readonly number[],
  routeAt: (route: number) => Route,
): (position: number) => readonly number[] {
  const dimension = routes.length > FEW ? tellingDimension(routes, routeAt) : undefined;
  if (dimension === undefined) return (position) => routes.slice(0, position);

  const open: number[] = [];
  const byValue = new Map<string, number[]>();
  const wanted = routes.map((route) => wantedValues(routeAt(route).conditions, dimension));
  routes.forEach((route, position) => {
    const values = wanted[position];
    if (values === undefined) open.push(route);
    for (const value of values ?? []) {
      const known = byValue.get(value);
      if (known === undefined) byValue.set(value, [route]);
      else known.push(route);
    }
  });
  return (position) => {
    const route = routes[position] ?? 0;
    const values = wanted[position];
    if (values === undefined) return routes.slice(0, position);
    const alike = values.flatMap((value) => byValue.get(value) ?? []);
    return [...new Set([...alike, ...open])].filter((other) => other < route).sort((a, b) => a - b);
  };
}

/** The dimension in which most routes want one of some texts. */
function tellingDimension(
  routes: readonly number[],
  routeAt: (route: number) => Route,
): Dimension | undefined {
  const counts = new Map<Dimension, number>();
  for (const route of routes) {
    for (const { dimension, texts, negated } of routeAt(route).conditions) {
      if (negated || texts === 'none' || texts.kind !== 'values') continue;
      counts.set(dimension, (counts.get(dimension) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0];
}

/** The texts of which a route wants one, or `undefined` where it takes others too. */
function wantedValues(conditions: readonly Condition[], dimension: Dimension): readonly string[] | undefined {
  for (const { dimension: of, texts, negated } of conditions) {
    if (of === dimension && !negated && texts !== 'none' && texts.kind === 'values') return texts.values;
  }
  return undefined;
}
