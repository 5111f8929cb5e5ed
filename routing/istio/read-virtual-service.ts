import { isSameList, timeOf, type Aged } from './age';
import { gatewayKey, hostKey, withFullHosts } from './full-names';
import {
  CONNECTIONS,
  fieldRemarks,
  misplaced,
  RULE_FIELDS,
  SPEC_FIELDS,
  type ConnectionField,
} from './match-fields';
import { isMapping, listOf, textOf, type Mapping } from '../../base';
import type { MatchRemark, Outcome, RoutingRules } from '../model';
import { UNREADABLE, type ReadMatch } from './plain-match';
import { readMatch } from './read-match';
import { regexReader } from './string-match';

/** A rule of a VirtualService, read. */
export interface ReadRule {
  /** Whether it has no matches and therefore matches every request. */
  readonly always: boolean;
  readonly matches: readonly ReadMatch[];
  readonly outcome: Outcome;
}

/** A VirtualService, read: what decides on requests. */
export interface ReadVirtualService extends Aged {
  /** Its index in the input. */
  readonly index: number;
  readonly hosts: readonly string[];
  /** The Gateways that it is bound to: `<namespace>/<name>`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly rules: readonly ReadRule[];
  /** Whether each match is for all of its Gateways and for every port. */
  readonly appliesEverywhere: boolean;
  /** Whether some match is for some of its Gateways. */
  readonly namesGateways: boolean;
  /**
   * The Gateway through which it takes part, where its matches name Gateways.
   * @default - any of its Gateways
   */
  readonly via?: string;
  /** The lists of routes that it has for connections, beside those for requests. */
  readonly connections: readonly ConnectionField[];
}

/** A remark on a VirtualService. */
export interface VirtualServiceRemark extends MatchRemark {
  readonly index: number;
  /** The rule and match of the remark; undefined for the whole object. */
  readonly position: { readonly rule: number; readonly match: number } | undefined;
}

/** The default for a missing mapping. As a match, it matches every request. */
const NOTHING: Mapping = {};

/** A rule without matches matches every request. */
const NO_MATCHES: readonly Mapping[] = [NOTHING];

/** A VirtualService without Gateways applies to the mesh. */
const MESH_ALONE: readonly string[] = ['mesh'];

/** Whether an object is a VirtualService of any version. */
export function isVirtualService(object: unknown): object is Mapping {
  return (
    isMapping(object) &&
    object.kind === 'VirtualService' &&
    typeof object.apiVersion === 'string' &&
    object.apiVersion.startsWith('networking.istio.io/')
  );
}

/** Reads VirtualServices, one after the other. */
export type VirtualServiceReader = (object: Mapping, index: number) => ReadVirtualService;

/** Creates a {@link VirtualServiceReader}. It passes its remarks to `remark`. */
export function virtualServiceReader(
  rules: RoutingRules,
  remark: (remark: VirtualServiceRemark) => void,
): VirtualServiceReader {
  const regexes = regexReader();
  const gatewaysOf = nameListReader(gatewayKey);
  const hostsOf = nameListReader(hostKey);
  // Where the reader is: the object, its rule and the match, if the rule has any.
  let index = 0;
  let position = { rule: 0, match: 0, isGiven: false };

  return (object, place) => {
    index = place;
    const metadata = isMapping(object.metadata) ? object.metadata : NOTHING;
    const name = textOf(metadata.name) ?? '';
    const namespace = textOf(metadata.namespace) ?? 'default';
    if (name === '') misplace(metadata.name, 'a name', ['metadata', 'name']);
    if (textOf(metadata.namespace ?? '') === undefined) {
      misplace(metadata.namespace, 'a namespace', ['metadata', 'namespace']);
    }
    const spec = isMapping(object.spec) ? object.spec : NOTHING;
    const gateways = gatewaysOf(spec.gateways, namespace);
    const hosts = hostsOf(spec.hosts, namespace);
    if (spec === object.spec) {
      for (const found of fieldRemarks(spec, SPEC_FIELDS, ['spec'])) say(undefined, found);
      if (gateways.isMalformed) misplaceNames(spec.gateways, 'Gateway', ['spec', 'gateways']);
      if (hosts.isMalformed) misplaceNames(spec.hosts, 'host', ['spec', 'hosts']);
      else if (hosts.names.length === 0) lacksHosts(spec);
      if (spec.http !== undefined && !Array.isArray(spec.http)) {
        misplace(spec.http, 'a list of rules', ['spec', 'http']);
      }
    } else misplace(object.spec, 'a mapping', ['spec']);
    const isUnbound = gateways.names.length === 0 && (spec.gateways === null || !gateways.isMalformed);
    const read = listOf(spec.http).map((rule, ruleIndex) => readRule(rule, ruleIndex, namespace));
    const isEverywhere = read.every(appliesEverywhere);
    return {
      index,
      name,
      namespace,
      created: timeOf(metadata.creationTimestamp),
      hosts: hosts.names,
      gateways: isUnbound ? MESH_ALONE : gateways.names,
      rules: read,
      appliesEverywhere: isEverywhere,
      namesGateways:
        !isEverywhere &&
        read.some(({ matches }) => matches.some(({ gateways: named }) => named !== undefined)),
      connections: CONNECTIONS.filter((field) => listOf(spec[field]).length > 0),
    };
  };

  function readRule(rule: unknown, ruleIndex: number, namespace: string): ReadRule {
    const path = ['spec', 'http', ruleIndex];
    const where = { rule: ruleIndex, match: 0 };
    if (!isMapping(rule)) {
      misplace(rule, 'a rule', path, where);
      return { always: false, matches: [], outcome: {} };
    }
    for (const found of fieldRemarks(rule, RULE_FIELDS, path)) say(where, found);
    const given = listOf(rule.match);
    // The API server takes null for a list that is not there.
    const isNoList = !Array.isArray(rule.match ?? []);
    if (isNoList) misplace(rule.match, 'a list of matches', [...path, 'match'], where);
    const always = given.length === 0;
    const matches = (always ? NO_MATCHES : given).map((match, matchIndex) => {
      position = { rule: ruleIndex, match: matchIndex, isGiven: !always };
      if (isNoList) return UNREADABLE;
      if (isMapping(match)) return readMatch(match, rules, regexes, remarkOnMatch);
      misplace(match, 'a match', pathOfMatch(), { rule: ruleIndex, match: matchIndex });
      return UNREADABLE;
    });
    if (rule.delegate !== undefined && rule.delegate !== null) {
      const kind = rules.delegate === 'ignored' ? 'ignored-by-version' : 'not-modelled';
      say(where, { kind, text: 'delegate', path: [...path, 'delegate'] });
    }
    if (rule.directResponse !== undefined && rule.directResponse !== null && !rules.directResponse) {
      say(where, {
        kind: 'ignored-by-version',
        text: 'directResponse',
        path: [...path, 'directResponse'],
      });
    }
    return { always: always && !isNoList, matches, outcome: withFullHosts(rule, namespace) };
  }

  function remarkOnMatch(found: MatchRemark): void {
    const { rule, match } = position;
    remark({ ...found, path: [...pathOfMatch(), ...found.path], index, position: { rule, match } });
  }

  function pathOfMatch(): (string | number)[] {
    return ['spec', 'http', position.rule, ...(position.isGiven ? ['match', position.match] : [])];
  }

  function lacksHosts({ hosts, gateways }: Mapping): void {
    const isBound = listOf(gateways).length > 0;
    if (isBound || rules.delegate === 'ignored') misplace(hosts, 'a list of hosts', ['spec', 'hosts']);
    else {
      say(undefined, {
        kind: 'not-modelled',
        text: 'a VirtualService without hosts, which others delegate to,',
        path: ['spec', 'hosts'],
        help: 'name its hosts, unless others delegate to it; then judge their hosts by other means',
      });
    }
  }

  function misplaceNames(names: unknown, what: string, path: MatchRemark['path']): void {
    if (!Array.isArray(names)) misplace(names, `a list of ${what}s`, path);
    listOf(names).forEach((name, i) => {
      if (!isName(name)) misplace(name, `a ${what}'s name`, [...path, i]);
    });
  }

  function misplace(
    value: unknown,
    wanted: string,
    path: MatchRemark['path'],
    where?: VirtualServiceRemark['position'],
  ): void {
    say(where, misplaced(value, wanted, path));
  }

  function say(where: VirtualServiceRemark['position'], found: MatchRemark): void {
    remark({ ...found, index, position: where });
  }
}

function appliesEverywhere({ matches }: ReadRule): boolean {
  return matches.every(({ gateways, port }) => gateways === undefined && port === undefined);
}

/** A list of names, read: each has one spelling and is there once. */
interface NameList {
  readonly names: readonly string[];
  readonly isMalformed: boolean;
}

/** Reads lists of names. VirtualServices that follow each other mostly give the same one: it is read once. */
function nameListReader(keyOf: (name: string, namespace: string) => string) {
  let given: readonly unknown[] | undefined;
  let of = '';
  let read: NameList = { names: [], isMalformed: false };
  return (value: unknown, namespace: string): NameList => {
    if (!Array.isArray(value)) return { names: [], isMalformed: value !== undefined };
    const list = listOf(value);
    if (given !== undefined && namespace === of && isSameList(list, given)) return read;
    const texts = list.filter(isName);
    given = list;
    of = namespace;
    read = {
      names: [...new Set(texts.map((name) => keyOf(name, namespace)))],
      isMalformed: texts.length < list.length,
    };
    return read;
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
