import type { Condition, Dimension, Route } from '../model';

/** Number of routes above which grouping by a value is faster. */
const FEW = 16;

/**
 * Returns a function that lists, for a route, the earlier routes that can match the same request. Routes that require
 * different values of one header are excluded. The result is conservative: it can contain routes without overlap.
 * @param routes in ascending order
 */
export function overlapCandidates(
  routes: readonly number[],
  routeAt: (route: number) => Route,
): (position: number) => readonly number[] {
  const dimension = routes.length > FEW ? mostSelectiveDimension(routes, routeAt) : undefined;
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

/** Returns the dimension in which most routes require exact values. */
function mostSelectiveDimension(
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

/** Returns the values that a route accepts, or `undefined` if it accepts others too. */
function wantedValues(conditions: readonly Condition[], dimension: Dimension): readonly string[] | undefined {
  for (const { dimension: conditionDimension, texts, negated } of conditions) {
    if (conditionDimension === dimension && !negated && texts !== 'none' && texts.kind === 'values')
      return texts.values;
  }
  return undefined;
}
