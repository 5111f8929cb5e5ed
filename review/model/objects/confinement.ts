import { ANNOTATION, isMapping, listOf, textOf, type Mapping } from '../../../base';
import { containersOf, podSpecOf } from './containers';
import { fieldOf } from './object-facts';

/** The label of a namespace that names the Pod Security standard which its pods must keep to. */
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The Pod Security standards, the strictest first; a namespace without a label enforces the last. */
const STANDARDS = ['restricted', 'baseline', 'privileged'];

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
  const levels = enforcedStandards(before, after);
  if (levels !== undefined) return levels;
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

/** Of two Namespaces, whether the standard is looser; undefined for other objects. */
function enforcedStandards(before: unknown, after: unknown): LoosenedConfinement | undefined {
  if (!isMapping(after) || after.kind !== 'Namespace' || after.apiVersion !== 'v1') return undefined;
  const [formerly, now] = [before, after].map((object) => {
    const level = textOf(fieldOf(object, ['metadata', 'labels', ENFORCE]));
    return { level, rank: level === undefined ? STANDARDS.length : STANDARDS.indexOf(level) };
  });
  const isLooser =
    formerly !== undefined && now !== undefined && formerly.level !== undefined && now.rank > formerly.rank;
  return {
    allows: isLooser ? [`enforces ${now.level ?? 'nothing'}, where it was ${formerly.level}`] : [],
    isPrivileged: isLooser && now.level !== 'baseline',
  };
}
