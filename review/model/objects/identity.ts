import { LABEL } from '../../../base';
import { fieldOf, isKind } from './object-facts';
import type { ObjectName } from './object-change';
import type { ClusterName } from '../clusters';
import type { Spell } from './json-value';

/** The names that make an object distinct: an otherwise equal object of another function has other ones. */
export interface Identity {
  /** The function namespace that it belongs to, or its own namespace; undefined if it has none. */
  readonly namespace: string | undefined;
  /** `<team>-<name>` of the function that it is rendered for; undefined if there is none. */
  readonly function: string | undefined;
}

/** Returns a file's path below its cluster's folder. */
export function fileBelow({ environment, cluster }: ClusterName, file: string): string {
  const folder = `${environment}/${cluster}/`;
  return environment !== '' && file.startsWith(folder) ? file.slice(folder.length) : file;
}

/** Returns the function namespace of a file: `faas-prod` for `faas-prod/saas-showroom.yaml`; undefined if it has none. */
export function namespaceFolder(below: string): string | undefined {
  const end = below.indexOf('/');
  const folder = below.slice(0, Math.max(0, end));
  return folder === '' || folder === 'system' ? undefined : folder;
}

/**
 * Returns the identity of an object. An object without a namespace, or in KFaas's namespace, belongs to the function
 * namespace of its folder, or, in the folder `system`, to the longest one that its name begins with.
 * @param below the object's file below its cluster's folder
 * @param folders the cluster's function namespaces
 * @param isShared whether a namespace is KFaas's own, which holds objects of all function namespaces
 */
export function identityOf(
  name: ObjectName,
  value: unknown,
  below: string,
  folders: ReadonlySet<string>,
  isShared: (namespace: string) => boolean,
): Identity {
  return { namespace: ownNamespace(name, below, folders, isShared), function: ownFunction(name, value) };
}

function ownNamespace(
  { namespace, name }: ObjectName,
  below: string,
  folders: ReadonlySet<string>,
  isShared: (namespace: string) => boolean,
): string | undefined {
  if (namespace !== undefined && !isShared(namespace)) return namespace;
  const folder = namespaceFolder(below);
  if (folder !== undefined) return folder;
  const candidates = [...folders].filter(
    (start) => name === start || (/^[.-]/.test(name.slice(start.length)) && name.startsWith(start)),
  );
  return (
    candidates.reduce<string | undefined>(
      (longest, start) => (start.length > (longest?.length ?? 0) ? start : longest),
      undefined,
    ) ?? namespace
  );
}

function ownFunction({ name }: ObjectName, value: unknown): string | undefined {
  const label = fieldOf(value, ['metadata', 'labels', LABEL.function]);
  if (typeof label === 'string') return label;
  return isKind(value, 'serving.knative.dev', 'Service') ? name : undefined;
}

/** The longest name that an API server accepts, in characters (a DNS subdomain). */
const LONGEST = 253;

/** The placeholders of an identity when objects are compared; no name can contain them. */
const PLACEHOLDERS = {
  namespace: '\u0000namespace',
  function: '\u0000function',
  name: '\u0000name',
} as const;

/**
 * Returns a function that replaces an object's identity in texts, where it is a whole part of a name: `faas-prod` in
 * `faas-prod-ksvc-gateway.kfaas-system`.
 * @param identity longer names are matched first; the function wins over an equal namespace or name
 */
export function spellWithout(identity: Identity & { readonly name?: string }): Spell {
  const roles = new Map<string, string>();
  for (const role of ['function', 'namespace', 'name'] as const) {
    const word = identity[role];
    if (word === undefined || word === '' || word.length > LONGEST || roles.has(word)) continue;
    roles.set(word, PLACEHOLDERS[role]);
  }
  if (roles.size === 0) return (text) => text;
  const longestFirst = [...roles.keys()].sort((a, b) => b.length - a.length);
  const escape = (char: string) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  const alternatives = longestFirst.map((word) => word.replace(/[^A-Za-z0-9]/gu, escape)).join('|');
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${alternatives})(?![A-Za-z0-9])`, 'gu');
  return (text) => text.replace(pattern, (word) => roles.get(word) ?? word);
}
