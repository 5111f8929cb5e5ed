import { rowAt } from './fact';
import { ISTIO_RENDERING } from './istio-rendering';
import { atLeast, parseVersion, type Version } from './version';
import { hasField, VIRTUAL_SERVICE_FIELDS } from './virtual-service-fields';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads rules of VirtualServices (entries of `spec.http`) as an Istio version serves them: without the fields that it does
 * not have, which it ignores or prunes, and with the retries that it makes where a rule says nothing.
 * @param istio a version, such as `1.28.6`; undefined, or one that cannot be read, for rules as they are
 */
export function servedRuleReader(istio: string | undefined): (rule: Fields) => Fields {
  const version = istio === undefined ? undefined : parseVersion(istio);
  if (version === undefined || istio === undefined) return (rule) => rule;
  const { attempts, keepsHost } = behaviourOf(version);
  const kept = new Map<string, boolean>();
  const isKept = (path: string): boolean => {
    const known = kept.get(path) ?? keeps(path, version);
    kept.set(path, known);
    return known;
  };
  return (rule) => {
    const known = withoutUnknown(rule, 'http[]', isKept);
    const served =
      keepsHost || !Array.isArray(known.route) ? known : { ...known, route: known.route.map(withoutHost) };
    if (attempts === 0 || !answersByDestination(served)) return served;
    return { ...served, retries: served.retries ?? { attempts } };
  };
}

/** Whether two Istio versions serve every rule alike: no field and no default came or went between them. */
export function servesRulesAlike(istio: string | undefined, other: string | undefined): boolean {
  if (istio === other) return true;
  const [a, b] = [istio, other].map((text) => (text === undefined ? undefined : parseVersion(text)));
  if (a === undefined || b === undefined) return true;
  if (JSON.stringify(behaviourOf(a)) !== JSON.stringify(behaviourOf(b))) return false;
  return [...VIRTUAL_SERVICE_FIELDS.values()].every(({ since, removedIn }) =>
    [since, removedIn].every(
      (release) => release === undefined || atLeast(a, release) === atLeast(b, release),
    ),
  );
}

/** What a version does with rules whatever fields they have. */
function behaviourOf(version: Version): { readonly attempts: number; readonly keepsHost: boolean } {
  return {
    attempts: rowAt(ISTIO_RENDERING.defaultRetries, version)?.[1] ?? 0,
    keepsHost: rowAt(ISTIO_RENDERING.destinationHost, version)?.[1] ?? true,
  };
}

/** A destination without the Host that it sets: 1.10.0 drops it, and older ones have no headers there. */
function withoutHost(entry: unknown): unknown {
  if (!isFields(entry) || !isFields(entry.headers) || !isFields(entry.headers.request)) return entry;
  const { set } = entry.headers.request;
  if (!isFields(set)) return entry;
  const others = Object.fromEntries(
    Object.entries(set).filter(([name]) => !/^(host|:authority)$/i.test(name)),
  );
  return { ...entry, headers: { ...entry.headers, request: { ...entry.headers.request, set: others } } };
}

/** A redirect and a direct response are given without asking anybody. */
function answersByDestination({ redirect, directResponse }: Fields): boolean {
  return (redirect ?? undefined) === undefined && (directResponse ?? undefined) === undefined;
}

function withoutUnknown(fields: Fields, path: string, isKept: (path: string) => boolean): Fields {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const below = `${path}.${name}`;
    if (!isKept(below)) return [];
    if (Array.isArray(value)) {
      const list = value as readonly unknown[];
      return [
        [name, list.map((entry) => (isFields(entry) ? withoutUnknown(entry, `${below}[]`, isKept) : entry))],
      ];
    }
    // The keys of a mapping such as header names are no fields.
    const hasFields = isFields(value) && !VIRTUAL_SERVICE_FIELDS.has(`${below}{}`);
    return [[name, hasFields ? withoutUnknown(value, below, isKept) : value]];
  });
  return Object.fromEntries(entries);
}

/**
 * Whether the version has a field, in whichever form: as it is, a list, or a mapping of names. Of one that the table
 * places nowhere (such as `mirror_percent`, another spelling that the CRD takes) it is not known, so that it stays.
 */
function keeps(path: string, version: Version): boolean {
  const forms = [path, `${path}[]`, `${path}{}`].filter((field) => VIRTUAL_SERVICE_FIELDS.has(field));
  return forms.length === 0 || forms.some((field) => hasField(field, version));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
