import { groupBy } from '../base';
import type { FunctionSpec } from '../catalog';
import { listedExposure, type Domain } from '../inventory';
import { contains, ofPath, pathsOfFunction, type ExposedPath } from './exposed-paths';

/** An exposed path of the functions that a domain names. */
export interface ExposedRegion {
  readonly exposed: ExposedPath;
  /** The path without its last slash. */
  readonly folder: string;
  /** Its functions answer whatever comes: no route of theirs with this path asks for more than the path. */
  readonly isTaken: boolean;
}

/** The paths that a domain exposes for its functions, without those that it also lists. */
export function exposedRegions({ exposes }: Domain, exposed: readonly FunctionSpec[]): ExposedRegion[] {
  const listed = listedExposure(exposes).paths.map(ofPath);
  const all = exposed.flatMap((spec) =>
    spec.routes.flatMap(({ match }) => {
      const isConditional = [
        match.methods,
        match.headers,
        match.withoutHeaders,
        match.cookie,
        match.query,
      ].some((field) => field !== undefined);
      return pathsOfFunction({ ...spec, routes: [{ match }] }).map((one) => ({ one, isConditional }));
    }),
  );
  return [...groupBy(all, ({ one }) => `${one.type} ${one.path}`).values()]
    .filter(([{ one }]) => !listed.some((other) => contains(other, one)))
    .map((alike) => ({
      exposed: alike[0].one,
      folder: alike[0].one.path.replace(/\/$/, ''),
      isTaken: alike.some(({ isConditional }) => !isConditional),
    }));
}

/**
 * Returns what finds the regions that paths may meet which begin with a text: those whose folder the text is within, by whole
 * segments, and those that begin with the text. The others do not, so that few of many regions are looked at.
 */
export function nearRegions(regions: readonly ExposedRegion[]): (text: string) => readonly ExposedRegion[] {
  const byFolder = groupBy(regions, ({ folder }) => folder);
  const folders = [...byFolder.keys()].sort();
  return (text) => {
    const around: ExposedRegion[] = [];
    for (let end = text.indexOf('/', 1); end !== -1; end = text.indexOf('/', end + 1)) {
      around.push(...(byFolder.get(text.slice(0, end)) ?? []));
    }
    for (let at = firstFrom(folders, text); folders[at]?.startsWith(text) === true; at += 1) {
      around.push(...(byFolder.get(folders[at] ?? '') ?? []));
    }
    return around;
  };
}

/** The place of the first of some sorted texts that does not come before another. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
