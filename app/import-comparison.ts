import { groupBy, type Names } from '../base';
import {
  clusterRoutes,
  placementOf,
  routedCluster,
  type ClusterPlatform,
  type RenderedRoutes,
} from '../constructs';
import type { Ready } from '../main';
import { spellRequest, type Finding } from '../findings';
import {
  compareCluster,
  type ComparedHost,
  type DeclaredVirtualService,
  type HostPattern,
  type ImportedFunction,
  type RenderedService,
  type SourceCluster,
} from '../takeover';
import { placeInSource } from './import-findings';

/** What an import changes of the answers, host by host. */
export interface ImportComparison {
  readonly hosts: readonly ComparedHost[];
  readonly findings: readonly Finding[];
}

/** What is compared. */
export interface ComparedImport {
  readonly sources: readonly SourceCluster[];
  readonly functions: readonly ImportedFunction[];
  /** The VirtualServices that answer no request; they are deleted. */
  readonly idle: readonly DeclaredVirtualService[];
  readonly ready: Ready;
  readonly names: Names;
  readonly patterns: readonly HostPattern[];
}

/** The most requests of one host that are told. */
const TOLD = 20;

/** Renders the catalog as it would be, and compares each cluster with what runs there. */
export function compareImport({
  sources,
  functions,
  idle,
  ready: { platforms, functions: all, routes },
  names,
  patterns,
}: ComparedImport): ImportComparison {
  const placement = placementOf(routes.groups);
  const imported = new Map(functions.map((one) => [one.id, one]));
  const hosts: ComparedHost[] = [];
  const findings: Finding[] = [];
  for (const source of sources) {
    const platform = platforms.find(({ cluster }) => cluster.name === source.cluster.name);
    if (platform === undefined) continue;
    const rendered = source.cluster.functionNamespaces.flatMap((namespace) =>
      clusterRoutes(platform, all, placement, namespace).map((service) =>
        renderedService(service, platform, namespace),
      ),
    );
    const taken = [
      ...idle,
      ...functions.flatMap(({ placed }) => placed.map(({ service }) => service)),
    ].filter(({ found }) => found.source === source);
    const compared = compareCluster({
      source,
      taken: [...new Set(taken)],
      rendered,
      isImported: (id) => imported.has(id),
      names,
      patterns,
    });
    hosts.push(...compared.hosts);
    const owners = new Map(rendered.map(({ namespace, name, owners: own }) => [`${namespace}/${name}`, own]));
    findings.push(...compared.hosts.flatMap((host) => differenceFindings(host, imported, owners, source)));
    findings.push(...gatewayFindings(compared, source, functions));
  }
  return { hosts, findings: [...findings, ...functions.flatMap(dividedFindings)] };
}

function renderedService(
  { name, namespace, rules }: RenderedRoutes,
  platform: ClusterPlatform,
  functionNamespace: string,
): RenderedService {
  const { gateways, hostOf } = routedCluster(platform);
  return {
    namespace,
    name,
    host: hostOf(functionNamespace),
    gateways,
    rules: rules.map(({ rule }) => rule),
    owners: rules.map(({ function: { team, name: own } }) => `${team}/${own}`),
  };
}

/** Says which requests would be answered otherwise. What a function of the catalog answers that is not imported is no matter of the import. */
function differenceFindings(
  { cluster, host, gateway, verdict, differences }: ComparedHost,
  imported: ReadonlyMap<string, ImportedFunction>,
  owners: ReadonlyMap<string, readonly string[]>,
  source: SourceCluster,
): readonly Finding[] {
  if (verdict === 'undecided') {
    const message = `${cluster}: whether requests to ${host} are answered as before is too much work to decide`;
    return [{ code: 'KF913', severity: 'error', message, help: 'import one team at a time', places: [] }];
  }
  const told = differences.flatMap(({ before, after, witness }): Finding[] => {
    const now =
      after?.virtualService === undefined ? undefined : owners.get(after.virtualService)?.[after.rule];
    const one = now === undefined ? undefined : imported.get(now);
    const isAdded = before === undefined && one !== undefined && one.added.length > 0;
    const [was, is] = [spell(before), now ?? spell(after)];
    const service = [...imported.values()]
      .flatMap(({ placed }) => placed)
      .find(
        ({ service: { found, name } }) => found.source === source && name === before?.virtualService,
      )?.service;
    return [
      {
        code: isAdded ? 'KF915' : 'KF913',
        severity: isAdded ? 'warning' : 'error',
        message: `${cluster}: ${was} answered ${spellRequest(witness)} on ${host} of ${gateway}, and ${is} would`,
        help: isAdded
          ? 'the catalog has a function in all namespaces of a cluster, and on all clusters of an environment; say "environments", or let it be'
          : 'see both, and change the source or the catalog file',
        places:
          service === undefined || before?.virtualService === undefined
            ? []
            : [placeInSource(service, ['spec', 'http', before.rule])],
        witness,
      },
    ];
  });
  const groups = [...groupBy(told, ({ code, severity }) => `${code} ${severity}`).values()];
  return groups.flatMap((group) => group.slice(0, TOLD));
}

function spell(answer: ComparedHost['differences'][number]['before']): string {
  if (answer === undefined) return 'nobody';
  return answer.virtualService === undefined ? `the Gateway ${answer.gateway}` : answer.virtualService;
}

/** Says that functions are bound to other Gateways than what runs. */
function gatewayFindings(
  { left, joined }: { readonly left: readonly string[]; readonly joined: readonly string[] },
  { cluster }: SourceCluster,
  functions: readonly ImportedFunction[],
): readonly Finding[] {
  const [service] = functions
    .flatMap(({ placed }) => placed)
    .filter(({ service: { found } }) => found.source.cluster === cluster);
  const help =
    'functions of a cluster are bound to the same Gateways: see publicGateway and overrides in environments/';
  const say = (message: string): Finding => {
    const places = service === undefined ? [] : [placeInSource(service.service, ['spec', 'gateways'])];
    return { code: 'KF912', severity: 'warning', message, help, places };
  };
  return [
    ...left.map((gateway) => say(`${cluster.name}: functions are no longer bound to the Gateway ${gateway}`)),
    ...joined.map((gateway) => say(`${cluster.name}: functions are bound to the Gateway ${gateway}, too`)),
  ];
}

/** Says that the namespaces of a cluster differ, which the catalog cannot say. */
function dividedFindings({ id, divided }: ImportedFunction): readonly Finding[] {
  return divided.map(({ service }): Finding => ({
    code: 'KF916',
    severity: 'error',
    message: `${id} says otherwise in ${service.found.namespace} of ${service.found.source.cluster.name} than in its other function namespaces`,
    help: 'the catalog says the same in all namespaces of a cluster: make them alike first',
    places: [placeInSource(service, ['spec', 'http'])],
  }));
}
