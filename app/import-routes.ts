import { isMapping, once, type Mapping } from '../base';
import { loadCatalog } from '../catalog';
import type { Finding } from '../findings';
import { checkEnvironments, platformOf } from '../inventory';
import type { Ready } from '../main';
import { firstOfNames } from '../manifests';
import { platformProfile } from '../platform';
import { routeTables } from '../routing';
import {
  deadMatches,
  declareVirtualService,
  functionHosts,
  pickRoutes,
  servicesOfFunctions,
  spellObjects,
  type ComparedHost,
  type FoundRoutes,
  type FoundService,
  type DeclaredVirtualService,
  type ImportedFunction,
  type LeftAlone,
  type SourceCluster,
} from '../takeover';
import type { ImportRequest, ImportSource } from './import-request';
import { compareImport, type ImportComparison } from './import-comparison';
import { clashFinding, outsideFindings, repeatedFinding, serviceFindings } from './import-findings';
import { correctionFindings } from './import-corrections';
import { ageOrderOf, settleImport } from './import-rounds';

/** A catalog that answers as what runs, or what keeps it from that. */
export interface RoutesImport {
  readonly findings: readonly Finding[];
  /** The text of each new or changed file; empty if there are errors that nothing can be imported with. */
  readonly files: ReadonlyMap<string, string>;
  readonly functions: readonly ImportedFunction[];
  /** The VirtualServices that are on hosts of functions and are not imported. */
  readonly refused: readonly DeclaredVirtualService[];
  /** The VirtualServices that are not functions'. */
  readonly left: readonly LeftAlone[];
  readonly hosts: readonly ComparedHost[];
  /** The VirtualServices that answer no request, and become no function. */
  readonly idle: readonly DeclaredVirtualService[];
  readonly newTeams: readonly string[];
  /** The functions that the catalog has already, as `<team>/<name>`. */
  readonly existing: ReadonlySet<string>;
  readonly ready: Ready | undefined;
}

/**
 * Turns the VirtualServices of clusters into catalog files, and compares by requests what those are rendered to with what runs. Nothing is
 * written.
 */
export function importRoutes(request: ImportRequest): RoutesImport {
  const { environments, names } = request.inventory;
  const wrong = checkEnvironments(environments, request.environmentSource, names).filter(isError);
  // Nothing follows from versions that do not exist.
  if (wrong.length > 0) return { ...NOTHING, findings: wrong };
  const findings: Finding[] = [];
  const read = request.sources.map((source) => openSource(source, request, findings));
  const sources = read.map(({ source }) => source);
  const picked = read.map((opened) => pickRoutes(opened.source));
  const services = read.flatMap((opened, at) => declareAll(opened, picked[at]?.found ?? []));
  const { existing, errors } = existingCatalog(request);
  findings.push(...services.flatMap(outsideFindings), ...errors);
  const whole = services.filter(({ remarks }) => remarks.outside.length === 0);
  const serviceOf = servicesOfFunctions(sources, names);
  const idle = whole.filter(({ routes }) => routes.size === 0);
  const attempt = attempts({ request, sources, idle, existing }, (placed, id) =>
    besidesOf(serviceOf(placed, id)),
  );
  const excluded = new Set<DeclaredVirtualService>();
  let { settled, compared } = attempt(whole);
  // What would be answered otherwise is not whole.
  while (request.isPartial && compared.blamed.length > 0) {
    for (const service of compared.blamed) excluded.add(service);
    findings.push(...compared.findings.filter(isError));
    ({ settled, compared } = attempt(whole.filter((service) => !excluded.has(service))));
  }
  const { proposed, ready } = settled;
  const imported = new Set(proposed.functions.flatMap(({ placed }) => placed.map(({ service }) => service)));
  findings.push(
    ...settled.findings,
    ...proposed.clashes.map(clashFinding),
    ...proposed.functions.flatMap((one) => serviceFindings(one, serviceOf)),
    ...correctionFindings([...imported, ...idle]),
    ...compared.findings,
  );
  const answered = new Set([...imported, ...idle]);
  const isStopped = !request.isPartial && findings.some(isError);
  return {
    findings,
    files: isStopped || ready === undefined ? new Map() : proposed.files,
    functions: proposed.functions,
    refused: services.filter((service) => !answered.has(service)),
    idle,
    left: picked.flatMap(({ left }) => left),
    hosts: compared.hosts,
    newTeams: proposed.newTeams,
    existing: existing.functions,
    ready,
  };
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/** An import of nothing. */
const NOTHING: RoutesImport = {
  findings: [],
  files: new Map(),
  functions: [],
  refused: [],
  left: [],
  hosts: [],
  idle: [],
  newTeams: [],
  existing: new Set(),
  ready: undefined,
};

/** The catalog that is there, and what is wrong with it; of an empty one nothing is. */
function existingCatalog({ inventory: { environments, names }, functions: root }: ImportRequest) {
  const targets = environments.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({ environment: name, cluster: cluster.name })),
  );
  const { functions, teams, sources, findings } = loadCatalog(root, targets, undefined, names);
  const existing = { functions: new Set(functions.map(({ id }) => id)), teams, sources };
  return { existing, errors: functions.length === 0 ? [] : findings.filter(isError) };
}

/** What attempts of an import share. */
interface Attempted {
  readonly request: ImportRequest;
  readonly sources: readonly SourceCluster[];
  readonly idle: readonly DeclaredVirtualService[];
  readonly existing: Parameters<typeof settleImport>[2];
}

/** Returns a function that proposes a catalog for some VirtualServices, and compares it with what runs. */
function attempts(
  { request, sources, idle, existing }: Attempted,
  besides: Parameters<typeof settleImport>[4],
) {
  const { names } = request.inventory;
  const ageOf = ageOrderOf(sources);
  return (services: readonly DeclaredVirtualService[]) => {
    const settled = settleImport(request, services, existing, ageOf, besides);
    const { ready, proposed } = settled;
    const { functions } = proposed;
    const compared: ImportComparison =
      ready === undefined
        ? { hosts: [], findings: [], blamed: [] }
        : compareImport({ sources, functions, idle, ready, names });
    return { settled, compared };
  };
}

/** The runtime of a function whose Knative Service is not there: it decides on the Knative Service alone. */
const RUNTIME = 'nodejs';

/** What a function's file says beside its routes. */
function besidesOf(found: FoundService | undefined): Mapping {
  if (found === undefined) return { runtime: RUNTIME };
  const { runtime, service, calls, outside } = found.declared;
  return {
    runtime,
    ...(service === undefined || outside.length > 0 ? {} : { service, ...(calls && { calls }) }),
  };
}

/** Opens what runs in a cluster, with each object once. */
function openSource({ cluster: name, objects }: ImportSource, request: ImportRequest, findings: Finding[]) {
  const { environments } = request.inventory;
  const environment = environments.find(({ clusters }) => clusters.some((one) => one.name === name));
  const cluster = environment?.clusters.find((one) => one.name === name);
  if (environment === undefined || cluster === undefined) throw new Error(`no cluster ${name}`);
  const { profile } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined) throw new Error(`${name} has no profile, though its versions were checked`);
  const { objects: spelled, respelled } = spellObjects(objects);
  const { kept, repeated } = firstOfNames(spelled);
  findings.push(...repeated.map((one) => repeatedFinding(one, name)));
  // Places in the list stay, for what refers to them.
  const all = spelled.map((one, index) => (isMapping(kept[index]) ? one : { ...one, object: undefined }));
  const tables = once(() =>
    routeTables(
      all.map(({ object }) => object),
      profile.routing,
    ),
  );
  const namespaceOf = functionHosts(cluster, request.inventory.names, request.patterns);
  const source: SourceCluster = { environment, cluster, profile, objects: all, namespaceOf, tables };
  return { source, respelled };
}

/** Declares the VirtualServices of functions, with what was wrong with their spelling. */
function declareAll(
  { source, respelled }: ReturnType<typeof openSource>,
  found: readonly FoundRoutes[],
): readonly DeclaredVirtualService[] {
  const isDead = deadMatches(source);
  const spellings = new Map(respelled.map((spelling) => [spelling.index, spelling]));
  return found.map((one) => {
    const service = declareVirtualService(one, (rule, match) => isDead(one.index, rule, match));
    const spelling = spellings.get(one.index);
    if (spelling !== undefined) {
      const message = `${spelling.from} is written ${spelling.to}: no API server takes it as it was`;
      service.remarks.correct('api-version', ['apiVersion'], message);
    }
    return service;
  });
}
