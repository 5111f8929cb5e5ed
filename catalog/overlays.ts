import { suggest, type Problem, type ValuePath } from '../shape';
import { mergePatch, type Json } from './merge-patch';

/** One cluster, as overlays name it: by its environment or by itself. */
export interface Target {
  readonly environment: string;
  readonly cluster: string;
}

type Overlays = { readonly [name: string]: Json };

/** Reports overlays that name neither an environment nor a cluster. */
export function checkOverlayNames(overlays: object, targets: readonly Target[]): Problem[] {
  const known = [...new Set(targets.flatMap(({ environment, cluster }) => [environment, cluster]))];
  return Object.keys(overlays)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'KF408',
      path: ['overlays', name],
      at: 'key',
      message: `overlay for unknown environment or cluster "${name}"`,
      help: suggest(name, known),
    }));
}

/** Reports environments in which a function is to run and that do not exist. */
export function checkEnvironmentNames(names: readonly string[], targets: readonly Target[]): Problem[] {
  const known = [...new Set(targets.map(({ environment }) => environment))];
  return names.flatMap((name, index): Problem[] => {
    if (known.includes(name)) return [];
    const message = `"environments[${index}]" is ${JSON.stringify(name)}`;
    return [{ code: 'KF204', path: ['environments', index], message, help: suggest(name, known) }];
  });
}

/** The overlays that apply to a target, in the order in which they are merged: environment, then cluster. */
export function overlaysFor(overlays: object, { environment, cluster }: Target): string[] {
  return [environment, cluster].filter((name) => Object.hasOwn(overlays, name));
}

/** Returns a declaration with overlays merged into it. The result has no `overlays` field. */
export function withOverlays(declaration: object, names: readonly string[]): Json {
  const { overlays = {}, ...base } = declaration as { overlays?: Overlays } & { [key: string]: Json };
  return names.reduce<Json>((merged, name) => mergePatch(merged, overlays[name] ?? {}), base);
}

/**
 * Returns the path, in the file, of a value of the merged declaration: in the last overlay that sets it, else in the
 * function's base. A missing value is located in the overlay that set the mapping around it.
 */
export function originOf(declaration: object, names: readonly string[], path: ValuePath): ValuePath {
  const { overlays = {}, ...base } = declaration as { overlays?: Overlays } & Overlays;
  const latestFirst = [...names].reverse();
  const shortest = speaksOf(base, path) ? path.length : 1;
  for (let length = path.length; length >= Math.max(1, shortest); length -= 1) {
    const start = path.slice(0, length);
    const name = latestFirst.find((candidate) => speaksOf(overlays[candidate], start));
    if (name !== undefined) return ['overlays', name, ...path];
  }
  return path;
}

function speaksOf(patch: Json | undefined, path: ValuePath): boolean {
  const [step, ...rest] = path;
  if (patch === undefined) return false;
  if (step === undefined || typeof patch !== 'object' || patch === null || Array.isArray(patch)) return true;
  const mapping = patch as Overlays;
  return Object.hasOwn(mapping, step) && speaksOf(mapping[step], rest);
}
