import { groupBy, mappingOf, renderedOrders, textOf, type Mapping } from '../base';
import type { Finding } from '../findings';
import { prepare, type Ready } from '../main';
import {
  proposeCatalog,
  type DeclaredVirtualService,
  type ImportedFunction,
  type ProposedCatalog,
  type SourceCluster,
} from '../takeover';
import { placeInSource } from './import-findings';
import type { ImportRequest } from './import-request';

/** A catalog that the checks take. */
export interface SettledImport {
  readonly proposed: ProposedCatalog;
  readonly findings: readonly Finding[];
  /** What is to be rendered; undefined where errors are left. */
  readonly ready: Ready | undefined;
}

/** The place of a VirtualService in the order of its host today, the lowest first. */
export type AgeOrder = (service: DeclaredVirtualService) => number;

type Existing = Parameters<typeof proposeCatalog>[0]['existing'];

/** Reads today's order of VirtualServices off the tables: by their times of creation, and by their names where these are alike. */
export function ageOrderOf(sources: readonly SourceCluster[]): AgeOrder {
  const places = new Map<SourceCluster, Map<number, number>>();
  for (const source of sources) {
    const order = new Map<number, number>();
    const { tables } = source.tables();
    for (const { host, listeners } of tables) {
      if (source.namespaceOf(host) === undefined) continue;
      listeners[0]?.list.members.forEach(({ index }, place) => order.set(index, place));
    }
    places.set(source, order);
  }
  return ({ found }) => places.get(found.source)?.get(found.index) ?? 0;
}

/**
 * Proposes a catalog until its own checks take it: where routes of two functions cross, the one that answers today goes before the other; where one
 * takes requests of another team, that team consents; and what the checks refuse is left out.
 *
 * Invariant: each round decides something new about two functions, or leaves one out; so there is a last one.
 */
export function settleImport(
  request: ImportRequest,
  services: readonly DeclaredVirtualService[],
  existing: Existing,
  ageOf: AgeOrder,
  besides: Parameters<typeof proposeCatalog>[0]['besides'],
): SettledImport {
  const { inventory, functions: root, teamsBy } = request;
  const { names, environments } = inventory;
  const clusters = new Map(
    environments.map(({ name, clusters: own }) => [
      name,
      new Map(own.map((cluster) => [cluster.name, cluster.functionNamespaces])),
    ]),
  );
  const decisions = {
    before: declaredOrders(services),
    consents: new Map<string, string[]>(),
  };
  const excluded = new Set<DeclaredVirtualService>();
  const findings: Finding[] = [];
  for (;;) {
    const proposed = proposeCatalog({
      services: services.filter((service) => !excluded.has(service)),
      existing,
      teamRules: { ...teamsBy, teams: existing.teams, names },
      decisions,
      besides,
      root,
      names,
      clusters,
    });
    if (proposed.functions.length === 0) return { proposed, findings, ready: undefined };
    const { checked, ready } = prepare({
      environments,
      names,
      functions: root,
      proposed: proposed.files,
      environmentSource: request.environmentSource,
    });
    const decided = checked.findings.filter((finding) =>
      decide(finding, proposed, decisions, ageOf, findings),
    );
    if (decided.length > 0) continue;
    const errors = checked.findings.filter(({ severity }) => severity === 'error');
    const byFile = errorsByFile(errors);
    const refused = proposed.functions.flatMap((one) =>
      refusals(one, byFile.get(`${root}/${one.id}.yaml`) ?? []),
    );
    if (refused.length === 0) {
      return { proposed, findings: [...findings, ...(ready === undefined ? errors : [])], ready };
    }
    for (const { service, finding } of refused) {
      excluded.add(service);
      findings.push(finding);
    }
  }
}

/** The orders that VirtualServices say they follow, which KFaas rendered. */
function declaredOrders(services: readonly DeclaredVirtualService[]): Map<string, string[]> {
  const before = new Map<string, string[]>();
  for (const { found } of services) {
    for (const { first, then } of renderedOrders(found.object)) add(before, first, then);
  }
  return before;
}

/** Adds to a list once. Returns whether it is new. */
function add(lists: Map<string, string[]>, key: string, value: string): boolean {
  const list = lists.get(key) ?? [];
  if (list.includes(value)) return false;
  lists.set(key, [...list, value]);
  return true;
}

/** Decides what a finding asks about two functions. Returns whether that is new. */
function decide(
  { code, places, witness }: Finding,
  { functions }: ProposedCatalog,
  { before, consents }: { readonly before: Map<string, string[]>; readonly consents: Map<string, string[]> },
  ageOf: AgeOrder,
  findings: Finding[],
): boolean {
  if (code !== 'KF602' && code !== 'KF606') return false;
  const [one, other] = places.map(({ object }) => functions.find(({ id }) => id === object));
  if (one === undefined || other === undefined) return false;
  if (code === 'KF606') return add(consents, other.identity.team, one.id);
  const older = todaysFirst(one, other, ageOf);
  if (older === undefined) return false;
  const { first, then, times } = older;
  if (!add(before, first.id, then.id)) return false;
  const [service] = first.placed;
  findings.push({
    code: 'KF914',
    severity: times === undefined ? 'warning' : 'note',
    message: `${first.id} and ${then.id} both match this request, and ${times ?? 'the source does not say which is older: the order of their names'} decides that ${first.id} answers`,
    help: `functions/${first.id}.yaml says so now: before: [${then.id}]`,
    places: service === undefined ? [] : [placeInSource(service.service, ['metadata', 'name'])],
    ...(witness === undefined ? {} : { witness }),
  });
  return true;
}

/** Which of two functions answers today where both match, in the first cluster and namespace that has both. */
function todaysFirst(one: ImportedFunction, other: ImportedFunction, ageOf: AgeOrder) {
  for (const { service } of one.placed) {
    const beside = other.placed.find(
      ({ service: { found } }) =>
        found.source === service.found.source && found.namespace === service.found.namespace,
    );
    if (beside === undefined) continue;
    const isFirst = ageOf(service) < ageOf(beside.service);
    const created = [service, beside.service].map(({ found }) => createdOf(found.object));
    const times = created.includes(undefined)
      ? undefined
      : `the older time of creation, ${created.sort()[0] ?? ''},`;
    return isFirst ? { first: one, then: other, times } : { first: other, then: one, times };
  }
  return undefined;
}

function createdOf({ metadata }: Mapping): string | undefined {
  const { creationTimestamp: created } = mappingOf(metadata);
  return created instanceof Date ? created.toISOString() : textOf(created);
}

/** Errors by the files that they point at. */
function errorsByFile(errors: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const pointed = errors.flatMap((error) =>
    [...new Set(error.places.map(({ file }) => file))].map((file) => ({ file, error })),
  );
  const groups = groupBy(pointed, ({ file }) => file);
  return new Map([...groups].map(([file, own]) => [file, own.map(({ error }) => error)]));
}

/** What the checks refuse of a function. */
function refusals(one: ImportedFunction, errors: readonly Finding[]) {
  if (errors.length === 0) return [];
  const [first] = errors;
  return one.placed.map((placed) => {
    const finding: Finding = {
      code: first?.code ?? 'KF910',
      severity: 'error',
      message: `${placed.service.name} cannot be imported as ${one.id}: ${errors.map(({ message }) => message).join('; ')}`,
      help: first?.help ?? '',
      places: [placeInSource(placed.service, placed.routes[0]?.path ?? ['spec'])],
      ...(first?.witness === undefined ? {} : { witness: first.witness }),
    };
    return { service: placed.service, finding };
  });
}
