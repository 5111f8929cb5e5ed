import { KFAAS_NAMESPACE } from '../../environments';
import { fieldOf, isOf } from './object-facts';
import type { ObjectName } from './object-change';
import type { ClusterName } from './place';
import type { Spell } from './plain-value';

/** The words of an object that are its own, so that another object that is alike has others in their places. */
export interface OwnWords {
  /** The function namespace that it belongs to, or the namespace it is in; undefined where it has none. */
  readonly namespace: string | undefined;
  /** `<team>-<name>` of the function that it is rendered for. */
  readonly function: string | undefined;
}

/** A file by its path below its cluster's folder. */
export function fileBelow({ environment, cluster }: ClusterName, file: string): string {
  const folder = `${environment}/${cluster}/`;
  return environment !== '' && file.startsWith(folder) ? file.slice(folder.length) : file;
}

/** The folder of a function namespace that a file stands in: `faas-prod/saas-showroom.yaml`; undefined where it is in none. */
export function namespaceFolder(below: string): string | undefined {
  const end = below.indexOf('/');
  const folder = below.slice(0, Math.max(0, end));
  return folder === '' || folder === 'system' ? undefined : folder;
}

/**
 * The own words of an object. What is in KFaas's own namespace, or in none, belongs to the function namespace whose
 * folder it stands in, or, in the folder `system`, to the one that its name begins with.
 * @param below the object's file below its cluster's folder
 * @param folders the cluster's function namespaces
 */
export function ownWords(
  name: ObjectName,
  value: unknown,
  below: string,
  folders: ReadonlySet<string>,
): OwnWords {
  return { namespace: ownNamespace(name, below, folders), function: ownFunction(name, value) };
}

function ownNamespace(
  { namespace, name }: ObjectName,
  below: string,
  folders: ReadonlySet<string>,
): string | undefined {
  if (namespace !== undefined && namespace !== KFAAS_NAMESPACE) return namespace;
  const folder = namespaceFolder(below);
  if (folder !== undefined) return folder;
  const begun = [...folders].filter(
    (start) => name === start || (/^[.-]/.test(name.slice(start.length)) && name.startsWith(start)),
  );
  return (
    begun.reduce<string | undefined>(
      (longest, start) => (start.length > (longest?.length ?? 0) ? start : longest),
      undefined,
    ) ?? namespace
  );
}

function ownFunction({ name }: ObjectName, value: unknown): string | undefined {
  const label = fieldOf(value, ['metadata', 'labels', 'kfaas.io/function']);
  if (typeof label === 'string') return label;
  return isOf(value, 'serving.knative.dev', 'Service') ? name : undefined;
}

/** Longest name that an API server takes, in characters (a DNS subdomain): a longer one is nobody's name. */
const LONGEST = 253;

/** What stands for an object's own words where objects are compared; no name can contain it. */
const STANDS_FOR = { namespace: '\u0000namespace', function: '\u0000function', name: '\u0000name' } as const;

/**
 * Reads texts with an object's own words replaced, each where it is a whole part of a name: `faas-prod` in
 * `faas-prod-ksvc-gateway.kfaas-system`.
 * @param words the longest is looked for first. A function's name counts before a name that is the same.
 */
export function spellWithout(words: OwnWords & { readonly name?: string }): Spell {
  const roles = new Map<string, string>();
  for (const role of ['function', 'namespace', 'name'] as const) {
    const word = words[role];
    if (word === undefined || word === '' || word.length > LONGEST || roles.has(word)) continue;
    roles.set(word, STANDS_FOR[role]);
  }
  if (roles.size === 0) return (text) => text;
  const longestFirst = [...roles.keys()].sort((a, b) => b.length - a.length);
  const escape = (char: string) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  const alternatives = longestFirst.map((word) => word.replace(/[^A-Za-z0-9]/gu, escape)).join('|');
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${alternatives})(?![A-Za-z0-9])`, 'gu');
  return (text) => text.replace(pattern, (word) => roles.get(word) ?? word);
}
