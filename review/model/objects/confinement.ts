import { ANNOTATION, isMapping, listOf, textOf, type Mapping } from '../../../base';
import { containersOf, podSpecOf } from './containers';
import { fieldOf } from './object-facts';

/** The label of a namespace that names the Pod Security standard which its pods must keep to. */
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The Pod Security standards, the strictest last. */
const STANDARDS = ['privileged', 'baseline', 'restricted'];

/** What an object lets its pods do that it did not before. */
export interface LoosenedConfinement {
  /** Parts of a sentence about the object: `may run as root`. */
  readonly allows: readonly string[];
  /** Whether only the Pod Security standard `privileged` allows one of them. */
  readonly isPrivileged: boolean;
}

/** Something that a security context confines. */
interface Facet {
  readonly allows: string;
  readonly isPrivileged: boolean;
  /** The value that counts: the container's own or, where it has none, the pod's. */
  readonly valueOf: (setting: (...path: readonly string[]) => unknown) => unknown;
  readonly isConfined: (value: unknown) => boolean;
  /** Whether the value says so by itself; no value is as its cluster, image or version has it. */
  readonly isLoose: (value: unknown) => boolean;
}

const FACETS: readonly Facet[] = [
  {
    allows: 'may run as root',
    isPrivileged: false,
    valueOf: (setting) => (setting('runAsUser') === 0 ? false : setting('runAsNonRoot')),
    isConfined: (value) => value === true,
    isLoose: (value) => value === false,
  },
  {
    allows: 'may gain privileges',
    isPrivileged: false,
    valueOf: (setting) => setting('allowPrivilegeEscalation'),
    isConfined: (value) => value === false,
    isLoose: (value) => value === true,
  },
  {
    allows: 'keeps Linux capabilities',
    isPrivileged: false,
    valueOf: (setting) => setting('capabilities'),
    isConfined: (value) =>
      listOf(fieldOf(value, ['drop'])).includes('ALL') &&
      listOf(fieldOf(value, ['add'])).every((name) => name === 'NET_BIND_SERVICE'),
    isLoose: isMapping,
  },
  {
    allows: 'may use every system call',
    isPrivileged: true,
    valueOf: (setting) => setting('seccompProfile', 'type'),
    isConfined: (value) => value === 'RuntimeDefault' || value === 'Localhost',
    isLoose: (value) => value === 'Unconfined',
  },
  {
    allows: 'is privileged',
    isPrivileged: true,
    valueOf: (setting) => setting('privileged') ?? false,
    isConfined: (value) => value === false,
    isLoose: (value) => value === true,
  },
];

/**
 * Returns what an object lets its pods do that it did not: for a new object, what it says by itself. A namespace is loosened
 * where it enforces a looser Pod Security standard.
 * @param before undefined for a new object
 */
export function loosenedConfinement(before: unknown, after: unknown): LoosenedConfinement {
  const standards = standardChange(before, after);
  if (standards !== undefined) return loosenedStandard(standards);
  const containersBefore = containersOf(before);
  const loosened = [...containersOf(after)].flatMap(([key, container]) => {
    const previous = containersBefore.get(key);
    return FACETS.filter((facet) => {
      const value = facet.valueOf(settingsOf(after, container));
      if (previous === undefined) return facet.isLoose(value) && !facet.isConfined(value);
      return facet.isConfined(facet.valueOf(settingsOf(before, previous))) && !facet.isConfined(value);
    });
  });
  const token = showsToken(before, after) ? ["sees its service account's token"] : [];
  return {
    allows: [...new Set([...loosened.map(({ allows }) => allows), ...token])],
    isPrivileged: loosened.some(({ isPrivileged }) => isPrivileged),
  };
}

function loosenedStandard({ before, after, isStricter }: StandardChange): LoosenedConfinement {
  if (isStricter || strictness(before) === strictness(after)) return { allows: [], isPrivileged: false };
  return {
    allows: [`enforces ${after ?? 'no Pod Security standard'}, where it was ${before ?? 'none'}`],
    isPrivileged: strictness(after) === 0,
  };
}

/** Returns a look-up in the security context of a container, and then in that of its pod. */
function settingsOf(object: unknown, container: Mapping) {
  const pod = podSpecOf(object);
  return (...path: readonly string[]) =>
    fieldOf(container, ['securityContext', ...path]) ?? fieldOf(pod, ['securityContext', ...path]);
}

/**
 * Whether pods come to see a token. Knative refuses `true`, so that a new Knative Service cannot say it; that it
 * loosens something, it says by the annotation of its reason.
 */
function showsToken(before: unknown, after: unknown): boolean {
  const pods = [podSpecOf(before), podSpecOf(after)];
  const [formerly, now] = pods.map((pod) => fieldOf(pod, ['automountServiceAccountToken']));
  if (pods[1] === undefined || now === false) return false;
  if (before !== undefined) return formerly === false;
  return fieldOf(after, ['metadata', 'annotations', ANNOTATION.securityReason]) !== undefined;
}

/** A namespace that enforces another Pod Security standard than before. */
export interface StandardChange {
  /** `undefined` where it enforced none. */
  readonly before: string | undefined;
  /** `undefined` where it enforces none. */
  readonly after: string | undefined;
  readonly isStricter: boolean;
}

/** Returns the change of the Pod Security standard of a Namespace that was there and stays; undefined for all others. */
export function standardChange(before: unknown, after: unknown): StandardChange | undefined {
  if (![before, after].every((object) => isMapping(object) && object.kind === 'Namespace')) return undefined;
  const [formerly, now] = [standardOf(before), standardOf(after)];
  if (formerly === now) return undefined;
  return { before: formerly, after: now, isStricter: strictness(now) > strictness(formerly) };
}

function standardOf(namespace: unknown): string | undefined {
  return textOf(fieldOf(namespace, ['metadata', 'labels', ENFORCE]));
}

/** The higher, the stricter; no standard is as `privileged`, which refuses nothing. */
function strictness(standard: string | undefined): number {
  return Math.max(0, STANDARDS.indexOf(standard ?? ''));
}
