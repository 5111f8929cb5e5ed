import { secretIn, serviceProblems, type RouteDeclaration, type ServiceDeclaration } from '../../catalog';
import { spellPath, type Problem, type ValuePath } from '../../shape';
import { valueAt, withoutPath } from './edited';
import type { Said } from './said-containers';

/** Something that no file may say. */
export interface Refused {
  /** Its place below `service`. */
  readonly path: ValuePath;
  /** Why it may not. */
  readonly why: string;
}

/** What a file may say of a Knative Service, and what was left out for that. */
export interface WithinCatalog {
  /** `undefined` where its image cannot be said. */
  readonly service: ServiceDeclaration | undefined;
  readonly refused: readonly Refused[];
}

/** Lists of which a part means something else than the whole. */
const WHOLE_LISTS: readonly string[] = ['command', 'args', 'values', 'nodeSelectorTerms', 'matchExpressions'];

/** The file's own limit of time that is below what the routes give, where a route is what a problem is about. */
const SHORTER = ['responseStartTimeoutSeconds', 'timeoutSeconds'] as const;

/** Leaves out, one after the other, whatever the catalog refuses. */
export function withinCatalog(said: Said, ksvc: string, routes: readonly RouteDeclaration[]): WithinCatalog {
  const refused: Refused[] = [];
  let rest: unknown = said;
  for (;;) {
    const problem = serviceProblems(rest, ksvc, routes)[0] ?? secretAt(rest);
    if (problem === undefined) return { service: rest as ServiceDeclaration, refused };
    const path = leftOut(problem, rest);
    refused.push({ path, why: problem.message });
    if (path.length === 0 || path[0] === 'image') return { service: undefined, refused };
    rest = withoutPath(rest, path);
  }
}

/** A text that looks like a secret where the catalog looks for none, such as a header of a probe. */
function secretAt(
  value: unknown,
  path: ValuePath = ['service'],
): Pick<Problem, 'path' | 'message'> | undefined {
  if (typeof value === 'string') {
    const what = secretIn(value);
    return what === undefined ? undefined : { path, message: `"${spellPath(path)}" looks like ${what}` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [step, inner] of Object.entries(value)) {
    const found = secretAt(inner, [...path, Array.isArray(value) ? Number(step) : step]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The least to leave out, so that a problem is gone: what it is about, or what lacks something. */
function leftOut({ path: [document, ...path] }: Pick<Problem, 'path'>, service: unknown): ValuePath {
  if (document === 'routes') {
    return [SHORTER.find((field) => valueAt(service, [field]) !== undefined)].flatMap((field) => field ?? []);
  }
  const whole = path.findIndex((step) => WHOLE_LISTS.includes(String(step)));
  const about = whole < 0 ? path : path.slice(0, whole + 1);
  let length = about.length;
  while (length > 0 && valueAt(service, about.slice(0, length)) === undefined) length -= 1;
  // A field that is missing takes along what lacks it.
  return about.slice(0, length);
}
