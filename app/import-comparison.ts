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
  type ImportedFunction,
  type RenderedService,
  type SourceCluster,
} from '../takeover';
import { placeInSource } from './import-findings';

/** What an import changes of the answers, host by host. */
export interface ImportComparison {
  readonly hosts: readonly ComparedHost[];
  readonly findings: readonly Finding[];
  /** The VirtualServices without which the others would be answered as before. */
  readonly blamed: readonly DeclaredVirtualService[];
}

/** What is compared. */
export interface ComparedImport {
  readonly sources: readonly SourceCluster[];
  readonly functions: readonly ImportedFunction[];
  /** The VirtualServices that answer no request; they are deleted. */
  readonly idle: readonly DeclaredVirtualService[];
  readonly ready: Ready;
  readonly names: Names;
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
}: ComparedImport): ImportComparison {
  const placement = placementOf(routes.groups);
  const imported = new Map(functions.map((one) => [one.id, one]));
  const hosts: ComparedHost[] = [];
  const findings: Finding[] = [];
  const blamed = new Set<DeclaredVirtualService>();
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
    });
    hosts.push(...compared.hosts);
    const owners = new Map(rendered.map(({ namespace, name, owners: own }) => [`${namespace}/${name}`, own]));
    const told = compared.hosts.flatMap((host) => differences(host, imported, owners, source));
    for (const { isAdded, blamed: of } of told) if (!isAdded) of.forEach((service) => blamed.add(service));
    const groups = groupBy(told, ({ finding: { code }, host }) => `${code} ${host}`);
    findings.push(
      ...[...groups.values()].flatMap((group) => group.slice(0, TOLD).map(({ finding }) => finding)),
    );
    findings.push(...gatewayFindings(compared, source, functions));
  }
  const divided = functions.filter((one) => one.divided.length > 0);
  return {
    hosts,
    findings: [...findings, ...divided.flatMap(dividedFindings)],
    blamed: [...blamed, ...divided.flatMap(servicesOf)],
  };
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

function servicesOf({ placed }: ImportedFunction): readonly DeclaredVirtualService[] {
  return placed.map(({ service }) => service);
}

/** Requests that would be answered otherwise. */
interface ToldDifference {
  readonly finding: Finding;
  readonly host: string;
  /** Whether nobody answered them, and a function will that has more namespaces than it had. */
  readonly isAdded: boolean;
  readonly blamed: readonly DeclaredVirtualService[];
}

/** Says which requests would be answered otherwise. What a function of the catalog answers that is not imported is no matter of the import. */
function differences(
  { cluster, host, gateway, port, verdict, differences: found }: ComparedHost,
  imported: ReadonlyMap<string, ImportedFunction>,
  owners: ReadonlyMap<string, readonly string[]>,
  source: SourceCluster,
): readonly ToldDifference[] {
  if (verdict === 'undecided') {
    const message = `${cluster}: whether requests to ${host} are answered as before is too much work to decide`;
    const finding: Finding = {
      code: 'KF913',
      severity: 'error',
      message,
      help: 'import one team at a time',
      places: [],
    };
    return [{ finding, host, isAdded: false, blamed: [] }];
  }
  const all = [...imported.values()];
  const byName = new Map(
    found.length === 0
      ? []
      : all
          .flatMap(servicesOf)
          .flatMap((one) => (one.found.source === source ? [[one.name, one] as const] : [])),
  );
  const where = `${host} of ${gateway}${port === undefined ? '' : `, port ${port}`}`;
  return found.map(({ before, after, witness }): ToldDifference => {
    const now =
      after?.virtualService === undefined ? undefined : owners.get(after.virtualService)?.[after.rule];
    const one = now === undefined ? undefined : imported.get(now);
    const isAdded = before === undefined && one !== undefined && one.added.length > 0;
    const service = byName.get(before?.virtualService ?? '');
    const places =
      service === undefined || before?.virtualService === undefined
        ? []
        : [placeInSource(service, ['spec', 'http', before.rule])];
    const message = `${cluster}: ${spell(before)} answered ${spellRequest(witness)} on ${where}, and ${now ?? spell(after)} would`;
    const finding: Finding = isAdded
      ? { code: 'KF915', severity: 'warning', message, help: ADDED, places, witness }
      : { code: 'KF913', severity: 'error', message, help: helpFor(now, after), places, witness };
    return {
      finding,
      host,
      isAdded,
      blamed: one === undefined ? (service === undefined ? [] : [service]) : servicesOf(one),
    };
  });
}

const ADDED =
  'the catalog has a function in all namespaces of a cluster, and on all clusters of an environment; say "environments", or let it be';

function helpFor(now: string | undefined, after: ComparedHost['differences'][number]['after']): string {
  return now === undefined && after?.virtualService !== undefined
    ? 'that one is not imported, and what takes the place of the other would be younger: import both, or narrow one first'
    : 'see both, and change the source or the catalog file';
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
