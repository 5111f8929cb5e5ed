import { ANNOTATION, isMapping, LABEL, mappingOf, textOf, type Mapping } from '../../base';
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

/** What is written for KFaas itself, or for those who deliver: who takes a Service over takes that over, too. */
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** Whether KFaas adds something to every function that changes nothing of what it does. */
function isAdded({ path, value, rendered }: Difference): boolean {
  const last = String(path.at(-1));
  if (value !== undefined || rendered === undefined) return false;
  if (path.includes('imagePullSecrets')) return true;
  if (last === 'annotations') {
    return Object.keys(mappingOf(rendered)).every((name) => ADDED.includes(name));
  }
  return ADDED.includes(last);
}

const ADDED: readonly string[] = [SYNC_WAVE, ANNOTATION.securityReason, LABEL.team, LABEL.function];

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
      const reason = reasons.find(({ place }) => isWithin(place, path) || isWithin(path, place));
      return {
        path,
        value: withoutSecrets(valueAt(object, path)),
        why: reason?.why ?? usualReason(one, profile),
      };
    });
}

/** Why something is outside of the catalog where the catalog did not refuse it. */
export function usualReason({ path, value, rendered }: Difference, profile: PlatformProfile): string {
  const last = path.at(-1);
  if (last === profile.knative.visibilityLabel) {
    return 'without this label Knative opens the function to its public gateway; KFaas keeps every function inside of the cluster';
  }
  const shown = rendered === undefined ? '' : JSON.stringify(rendered);
  if (value === undefined) {
    return `KFaas renders ${shown}, and a function's file cannot leave it out`;
  }
  if (rendered === undefined) return `a function's file has no field for "${spellPath(path.slice(-1))}"`;
  return `KFaas renders ${shown} in its place`;
}

/** The name of the own container, which no file says: Knative and KFaas choose it. */
export function ownName(container: unknown, index: number): readonly Outside[] {
  const name = textOf(mappingOf(container).name);
  if (name === undefined || name === OWN_CONTAINER || /^user-container(-\d+)?$/.test(name)) return [];
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
