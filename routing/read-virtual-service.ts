import { readMatch, type MatchRemark, type ReadMatch } from './read-match';
import { isMapping, listOf, textOf, type Mapping } from './plain-object';
import type { Outcome } from './outcome';
import type { RoutingRules } from './rules';
import type { RegexReader } from './string-match';

/** A rule of a VirtualService, read. */
export interface ReadRule {
  /** Whether it has no matches and so takes every request. */
  readonly always: boolean;
  readonly matches: readonly ReadMatch[];
  readonly outcome: Outcome;
}

/** A VirtualService, read: what decides on requests. */
export interface ReadVirtualService {
  /** Its place among the objects given. */
  readonly index: number;
  readonly name: string;
  readonly namespace: string;
  /** When it was created, in milliseconds since 1970; `undefined` where the object does not say. */
  readonly created: number | undefined;
  readonly hosts: readonly string[];
  /** The Gateways that it is bound to: `<namespace>/<name>`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly rules: readonly ReadRule[];
}

/** A remark on a VirtualService. */
export interface VirtualServiceRemark extends MatchRemark {
  readonly index: number;
  /** The rule and match that it is about; undefined for the whole object. */
  readonly at: { readonly rule: number; readonly match: number } | undefined;
}

/** A rule without matches takes every request. */
const NO_MATCH: Mapping = {};

/** Whether an object is a VirtualService of any version. */
export function isVirtualService(object: unknown): object is Mapping {
  return (
    isMapping(object) &&
    object.kind === 'VirtualService' &&
    typeof object.apiVersion === 'string' &&
    object.apiVersion.startsWith('networking.istio.io/')
  );
}

/** Reads a VirtualService; `remark` gets what is to be said of it. */
export function readVirtualService(
  object: Mapping,
  index: number,
  rules: RoutingRules,
  regexes: RegexReader,
  remark: (remark: VirtualServiceRemark) => void,
): ReadVirtualService {
  const metadata = isMapping(object.metadata) ? object.metadata : {};
  const spec = isMapping(object.spec) ? object.spec : {};
  const name = textOf(metadata.name) ?? '';
  const namespace = textOf(metadata.namespace) ?? 'default';
  const gateways = texts('gateways').map((gateway) => gatewayKey(gateway, namespace));
  const bound = gateways.length === 0 ? ['mesh'] : [...new Set(gateways)];
  if (name === '') say(undefined, 'malformed', 'metadata.name', ['metadata']);
  if (spec.http !== undefined && spec.http !== null && !Array.isArray(spec.http)) {
    say(undefined, 'malformed', 'spec.http', ['spec', 'http']);
  }
  return {
    index,
    name,
    namespace,
    created: timeOf(metadata.creationTimestamp),
    hosts: [...new Set(texts('hosts').map((host) => hostKey(host, namespace)))],
    gateways: bound,
    rules: listOf(spec.http).map(readRule),
  };

  function readRule(rule: unknown, ruleIndex: number): ReadRule {
    if (!isMapping(rule)) {
      say({ rule: ruleIndex, match: 0 }, 'malformed', `spec.http[${ruleIndex}]`, ['spec', 'http', ruleIndex]);
      return { always: false, matches: [], outcome: {} };
    }
    const given = listOf(rule.match);
    const matches = (given.length === 0 ? [NO_MATCH] : given).map((match, matchIndex) => {
      const at = { rule: ruleIndex, match: matchIndex };
      const path = ['spec', 'http', ruleIndex, ...(given.length === 0 ? [] : ['match', matchIndex])];
      const usable = isMapping(match) ? match : NO_MATCH;
      if (!isMapping(match) && match !== null) say(at, 'malformed', path.join('.'), path);
      return readMatch(usable, rules, regexes, (found) => {
        remark({ ...found, path: [...path, ...found.path], index, at });
      });
    });
    if (rule.directResponse !== undefined && !rules.directResponse) {
      const path = ['spec', 'http', ruleIndex, 'directResponse'];
      say({ rule: ruleIndex, match: 0 }, 'ignored-by-version', 'directResponse', path);
    }
    return { always: given.length === 0, matches, outcome: rule };
  }

  function texts(field: string): string[] {
    const value = spec[field];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
      say(undefined, 'malformed', `spec.${field}`, ['spec', field]);
    }
    return listOf(value).flatMap((entry) => textOf(entry) ?? []);
  }

  function say(
    at: VirtualServiceRemark['at'],
    kind: MatchRemark['kind'],
    text: string,
    path: readonly (string | number)[],
  ): void {
    remark({ kind, text, path, index, at });
  }
}

/**
 * A Gateway's name in the form `<namespace>/<name>`, of any spelling: `name`, `./name`, `ns/name`, or the dotted
 * form of Istio 1.0, `name.ns.svc.cluster.local`.
 */
export function gatewayKey(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  if (gateway.startsWith('./')) return `${namespace}/${gateway.slice(2)}`;
  if (gateway.includes('/')) return gateway;
  const [name = '', ofNamespace] = gateway.split('.');
  return `${ofNamespace ?? namespace}/${name}`;
}

/** A host as Istio compares it: in lower case, a short name completed by the VirtualService's namespace. */
export function hostKey(host: string, namespace: string): string {
  const lower = host.toLowerCase();
  return lower.includes('.') || lower === '*' ? lower : `${lower}.${namespace}.svc.cluster.local`;
}

/** YAML readers give a time as a text or as a date. */
function timeOf(value: unknown): number | undefined {
  const time = value instanceof Date ? value.getTime() : Date.parse(textOf(value) ?? '');
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000) * 1000;
}
