import { ANNOTATION, isMapping, mappingOf, textOf, type Mapping } from '../../base';
import { OWN_CONTAINER, secretIn } from '../../catalog';
import type { PlatformProfile } from '../../platform';
import { spellPath, type ValuePath } from '../../shape';
import type { Difference } from './differences';
import { valueAt } from './edited';
import { placeOfField } from './field-places';
import { olderSpelling } from './scaling-spelling';
import type { Refused } from './within-catalog';

/** Something of an object that a function's file cannot say, or that KFaas renders otherwise. */
export interface Outside {
  /** Its place in the object. What the object lacks has the place at which KFaas renders it. */
  readonly path: ValuePath;
  /** What the object says; `undefined` where it says nothing. What looks like a secret is left out of it. */
  readonly value: unknown;
  /** Why, for people: it continues no sentence. */
  readonly why: string;
  /** The name of the DestinationRule in which it is. @default - it is in the Knative Service */
  readonly rule?: string;
}

/** What stands in place of a text that looks like a secret. */
export const HIDDEN = '(looks like a secret)';

/** What KFaas gives to whatever it renders, and what changes nothing of what a function does. */
const ADDED: readonly string[] = ['argocd.argoproj.io/sync-wave', ANNOTATION.securityReason];

/** Whether KFaas only adds something of its own: it takes over from who kept the object. */
function isAdded({ path, value, rendered }: Difference): boolean {
  if (value !== undefined || rendered === undefined) return false;
  return path.includes('imagePullSecrets') || ADDED.includes(String(path.at(-1)));
}

/** Lists what no file says of a Knative Service. */
export function outsideOf(
  found: readonly Difference[],
  refused: readonly Refused[],
  object: Mapping,
  profile: PlatformProfile,
): readonly Outside[] {
  const reasons = refused.flatMap(({ path, why }) => {
    const place = placeOfField(path, object, profile);
    return place === undefined ? [] : [{ place, why }];
  });
  return found
    .filter((one) => !isAdded(one))
    .map((one) => {
      const path = placeIn(object, one.path);
      const reason = reasons.find(({ place }) =>
        [path, one.path].some((at) => isWithin(place, at) || isWithin(at, place)),
      );
      return {
        path,
        value: withoutSecrets(valueAt(object, path)),
        why: reason?.why ?? usualReason(one, profile),
      };
    });
}

/** Lists what no file says of the DestinationRules of the revisions. */
export function rulesOutside(
  found: readonly (Difference & { readonly rule: string })[],
  profile: PlatformProfile,
): readonly Outside[] {
  return found
    .filter((one) => !isAdded(one))
    .map((one) => {
      const value = withoutSecrets(one.value);
      const isWhole = one.path.length === 0;
      const why = isWhole ? wholeRule(one) : usualReason(one, profile);
      return { path: one.path, value, why, rule: one.rule };
    });
}

function wholeRule({ value }: Difference): string {
  return value === undefined
    ? 'KFaas bounds the requests to every revision that a file names'
    : 'KFaas bounds the requests to those revisions alone that a file names';
}

/** Why something is outside of the catalog where the catalog did not refuse it. */
function usualReason({ path, value, rendered }: Difference, profile: PlatformProfile): string {
  const last = path.at(-1);
  if (last === profile.knative.visibilityLabel) {
    return 'without this label Knative opens the function to its public gateway; KFaas keeps every function inside of the cluster';
  }
  const shown = rendered === undefined ? '' : JSON.stringify(rendered);
  if (value === undefined) {
    return `KFaas renders ${shown}, and a function's file cannot leave it out`;
  }
  if (rendered === undefined) return `a function's file cannot say "${spellPath(path.slice(-1))}" here`;
  return `KFaas renders ${shown} in its place`;
}

/** The name of the own container, which no file says: Knative and KFaas choose it. */
export function ownName(container: unknown, index: number): readonly Outside[] {
  const name = textOf(mappingOf(container).name);
  if (name === undefined || name === '' || name === OWN_CONTAINER || /^user-container(-\d+)?$/.test(name))
    return [];
  const path = ['spec', 'template', 'spec', 'containers', index, 'name'];
  return [
    {
      path,
      value: name,
      why: `the function's own container is named by Knative, or "${OWN_CONTAINER}" beside others`,
    },
  ];
}

/** Where the object has what its meaning has elsewhere: with an older spelling, or for all containers of the pod. */
function placeIn(object: Mapping, path: ValuePath): ValuePath {
  if (valueAt(object, path) !== undefined) return path;
  const older = [...path.slice(0, -1), olderSpelling(String(path.at(-1)))];
  const context = path.indexOf('securityContext');
  const ofPod = ['spec', 'template', 'spec', ...path.slice(context)];
  return (
    [older, ...(context < 0 ? [] : [ofPod])].find((other) => valueAt(object, other) !== undefined) ?? path
  );
}

function isWithin(inner: ValuePath, outer: ValuePath): boolean {
  return outer.every((step, index) => inner[index] === step);
}

/** Replaces what looks like a secret, as the value of a variable by its name. */
export function withoutSecrets(value: unknown, name?: string): unknown {
  if (typeof value === 'string') return secretIn(value, name) === undefined ? value : HIDDEN;
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry));
  if (!isMapping(value)) return value;
  const variable = typeof value.name === 'string' ? value.name : undefined;
  const entries = Object.entries(value).map(
    ([field, inner]) => [field, withoutSecrets(inner, field === 'value' ? variable : field)] as const,
  );
  return Object.fromEntries(entries);
}
