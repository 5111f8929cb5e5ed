import { isMapping, listOf, textOf, type Mapping } from '../../base';
import type { MatchRemark, RoutingRules } from '../model';
import { timeOf, type Aged } from './age';
import type { Delegate } from './delegates';
import { gatewayKey, hostKey, MESH } from './full-names';
import { fieldRemarks, misplaced, SPEC_FIELDS } from './match-fields';
import { isName, nameListReader } from './name-list';
import { readConnections, type ReadConnection } from './read-connections';
import type { OnlyPorts } from './only-ports';
import { ruleReader, type ReadRule, type RuleRemark } from './read-rule';
import type { Needs, Source } from './source';
import { distinctNeeds } from './source-classes';
import { specValidator } from './validate-spec';
import { Validation } from './validation';
import { visibilityOf, type Visibility } from './visibility';

/** A VirtualService, read: what decides on requests. */
export interface ReadVirtualService extends Aged {
  /** Its index in the input. */
  readonly index: number;
  readonly hosts: readonly string[];
  /** The Gateways that it is bound to: `<namespace>/<name>`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly rules: readonly ReadRule[];
  /** Whether each match is for all of its Gateways, for every port, and for every proxy. */
  readonly appliesEverywhere: boolean;
  /** Whether some match is for some of its Gateways. */
  readonly namesGateways: boolean;
  /**
   * The Gateway through which it takes part, where its matches name Gateways.
   * @default - any of its Gateways
   */
  readonly via?: string;
  /**
   * The port that its matches are compared with, where servers on several ports share a route configuration.
   * @default - the port of the listener
   */
  readonly port?: number;
  /** What its matches ask of the proxy, each once. */
  readonly asked: readonly Needs[];
  /**
   * The proxies for which it takes part, where its matches ask something of them.
   * @default - any
   */
  readonly source?: Source;
  /** Its TLS and TCP routes. */
  readonly connections: readonly ReadConnection[];
  /** The indexes of the VirtualServices whose rules it takes over. */
  readonly delegates: readonly number[];
  readonly visibility: Visibility;
}

/** A remark on a VirtualService. */
export interface VirtualServiceRemark extends MatchRemark {
  readonly index: number;
  /** The rule and match of the remark; undefined for the whole object. */
  readonly position: { readonly rule: number; readonly match: number } | undefined;
}

/** The default for a missing mapping. As a match, it matches every request. */
const NOTHING: Mapping = {};

/** A VirtualService without Gateways applies to the mesh. */
const MESH_ALONE: readonly string[] = [MESH];

/** Reads VirtualServices, one after the other. */
export type VirtualServiceReader = (object: Mapping, index: number) => ReadVirtualService;

/** What is read beside VirtualServices. */
export interface ReadAround {
  readonly delegates: () => ReadonlyMap<string, Delegate>;
  readonly ports: OnlyPorts;
}

/** Creates a {@link VirtualServiceReader}. It passes its remarks to `remark`. */
export function virtualServiceReader(
  rules: RoutingRules,
  { delegates, ports }: ReadAround,
  remark: (remark: VirtualServiceRemark) => void,
): VirtualServiceReader {
  const readRule = ruleReader(rules, delegates, ports);
  const gatewaysOf = nameListReader(gatewayKey);
  const hostsOf = nameListReader(hostKey);
  const validateSpec = specValidator();
  // The object that the reader is at.
  let index = 0;

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
      for (const found of fieldRemarks(spec, SPEC_FIELDS, pathOfSpec)) say(undefined, found);
      if (gateways.isMalformed) misplaceNames(spec.gateways, 'Gateway', ['spec', 'gateways']);
      if (hosts.isMalformed) misplaceNames(spec.hosts, 'host', ['spec', 'hosts']);
      else if (hosts.names.length === 0) lacksHosts(spec);
      if (spec.http !== undefined && !Array.isArray(spec.http)) {
        misplace(spec.http, 'a list of rules', ['spec', 'http']);
      }
      validateSpec(spec, metadata, new Validation(rules, namespace, sayOfWhole));
    } else misplace(object.spec, 'a mapping', ['spec']);
    const isUnbound = gateways.names.length === 0 && (spec.gateways === null || !gateways.isMalformed);
    const read: ReadRule[] = [];
    const owner = {
      namespace,
      isDelegate: hosts.names.length === 0 && !hosts.isMalformed,
      inMesh: isUnbound || gateways.names.includes(MESH),
    };
    listOf(spec.http).forEach((rule, at) => readRule(rule, at, owner, remarkOnRule, read));
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
      asked: isEverywhere ? NOTHING_ASKED : askedOf(read),
      connections: readConnections(spec, namespace, rules),
      delegates: delegatesOf(read),
      visibility: visibilityIn(spec.exportTo, namespace),
      ...(rules.delegatingLast && listOf(spec.http).some(isDelegating) ? { comesLast: true } : {}),
    };
  };

  function remarkOnRule({ position, ...found }: RuleRemark, of?: Delegate): void {
    remark({ ...found, index: of?.index ?? index, position: of === undefined ? position : undefined });
  }

  function visibilityIn(exportTo: unknown, namespace: string): Visibility {
    const { defaultExportTo: usual } = rules;
    return usual === undefined ? 'public' : visibilityOf(exportTo, namespace, usual);
  }

  /** A VirtualService without hosts may be one that others delegate to, which has no Gateways. */
  function lacksHosts({ hosts, gateways }: Mapping): void {
    const isBound = listOf(gateways).length > 0;
    if (isBound || rules.delegate === 'ignored') misplace(hosts, 'a list of hosts', ['spec', 'hosts']);
  }

  function misplaceNames(names: unknown, what: string, path: MatchRemark['path']): void {
    if (!Array.isArray(names)) misplace(names, `a list of ${what}s`, path);
    listOf(names).forEach((name, i) => {
      if (!isName(name)) misplace(name, `a ${what}'s name`, [...path, i]);
    });
  }

  function misplace(value: unknown, wanted: string, path: MatchRemark['path']): void {
    say(undefined, misplaced(value, wanted, path));
  }

  function sayOfWhole(found: MatchRemark): void {
    say(undefined, found);
  }

  function say(where: VirtualServiceRemark['position'], found: MatchRemark): void {
    remark({ ...found, index, position: where });
  }
}

function appliesEverywhere({ matches }: ReadRule): boolean {
  return matches.every(
    ({ gateways, port, needs }) => gateways === undefined && port === undefined && needs === undefined,
  );
}

/** Returns the indexes of the objects in which the rules of a VirtualService are written: itself, and its delegates. */
export function objectsOf({ index, delegates }: ReadVirtualService): readonly number[] {
  return delegates.length === 0 ? [index] : [index, ...delegates];
}

function pathOfSpec(): readonly string[] {
  return ['spec'];
}

function isDelegating(rule: unknown): boolean {
  return isMapping(rule) && isMapping(rule.delegate);
}

const NOTHING_ASKED: readonly Needs[] = [];

function askedOf(rules: readonly ReadRule[]): readonly Needs[] {
  const asked = rules.flatMap(({ matches }) => matches.flatMap(({ needs }) => needs ?? []));
  return asked.length === 0 ? NOTHING_ASKED : distinctNeeds(asked);
}

const NO_DELEGATES: readonly number[] = [];

function delegatesOf(rules: readonly ReadRule[]): readonly number[] {
  if (rules.every(({ source }) => source.delegate === undefined)) return NO_DELEGATES;
  return [...new Set(rules.flatMap(({ source: { delegate } }) => delegate?.index ?? []))];
}
