import { isMapping, mappingOf, type Mapping, type Names } from '../base';
import {
  difference,
  objectOf,
  outcomes,
  routeTables,
  tableBudget,
  withinBudget,
  type Difference,
  type Route,
  type RouteList,
  type RouteTable,
} from '../routing';
import { virtualServiceObject, type VirtualServiceProps } from '../precedence';
import { correctedOutcome } from './corrected-outcome';
import { routeContext, type DeclaredVirtualService } from './declare-service';
import type { CorrectionKind } from './remarks';
import type { SourceCluster } from './source-cluster';

/** A VirtualService of the catalog, as it will be rendered. */
export interface RenderedService extends VirtualServiceProps {
  /** The function of each rule, as `<team>/<name>`. */
  readonly owners: readonly string[];
}

/** Whether the requests of one host of a gateway have the same answers as before. */
export interface ComparedHost {
  readonly cluster: string;
  readonly gateway: string;
  readonly host: string;
  /** The port of the listener; undefined for every port that no match names. */
  readonly port: number | undefined;
  /** The routes before. */
  readonly routes: number;
  /** `same`: proved, but for the corrections that were told; `more`: so are all that were answered, and others are answered, too. */
  readonly verdict: 'same' | 'more' | 'different' | 'undecided';
  readonly differences: readonly Difference[];
}

/** What is compared on one cluster. */
export interface ComparedCluster {
  readonly source: SourceCluster;
  /** The VirtualServices that are taken over. */
  readonly taken: readonly DeclaredVirtualService[];
  /** The VirtualServices of all functions of the catalog. */
  readonly rendered: readonly RenderedService[];
  /** The functions that are imported: what others answer that nobody answered is no matter of the import. */
  readonly isImported: (id: string) => boolean;
  readonly names: Names;
}

/** What differs on a cluster. */
export interface ComparedHosts {
  readonly hosts: readonly ComparedHost[];
  /** The Gateways that routes were bound to and are no longer. Their tables are compared with those of the local gateway. */
  readonly left: readonly string[];
  /** The Gateways that routes are bound to and were not. */
  readonly joined: readonly string[];
}

/** The most differences of one host that are looked for. */
const LIMIT = 100_000;

/**
 * Compares what runs with what will run: the catalog's VirtualServices in place of those that are taken over, beside all others. What takes the
 * place of an object with its name keeps its age; every other one is the youngest.
 */
export function compareCluster({
  source,
  taken,
  rendered,
  isImported,
  names,
}: ComparedCluster): ComparedHosts {
  const { routing: rules } = source.profile;
  const before = source.objects.map(({ object }) => object);
  const gone = new Set(taken.map(({ found }) => found.index));
  const stays = before.filter((_, index) => !gone.has(index));
  const created = new Map(
    before.filter(isMapping).map((object) => [nameOf(object), mappingOf(object.metadata).creationTimestamp]),
  );
  const after = [...stays, ...rendered.map((service) => objectOfService(service, created))];
  const tablesBefore = source.tables().tables.flatMap((table) => {
    const namespace = source.namespaceOf(table.host);
    return namespace === undefined ? [] : [{ table, host: names.gatewayHost(namespace) }];
  });
  const tablesAfter = new Map(
    routeTables(after, rules).tables.map((table) => [`${table.gateway} ${table.host}`, table]),
  );
  const relate = relator(taken, source);
  const owners = new Map(rendered.map((service) => [`${service.namespace}/${service.name}`, service.owners]));
  const isOfImport = ({ before: was, after: is }: Difference) =>
    was !== undefined ||
    (is?.virtualService !== undefined && isImported(owners.get(is.virtualService)?.[is.rule] ?? ''));
  const own = new Set(rendered.map(({ host }) => host));
  const gatewaysAfter = [...tablesAfter.values()]
    .filter(({ host }) => own.has(host))
    .map(({ gateway }) => gateway);
  const local = source.profile.localGateway.gateway;
  const compared = new Map<RouteList, Map<RouteList | undefined, Judged>>();
  const hosts = tablesBefore.flatMap(({ table, host }) => {
    const then = tablesAfter.get(`${table.gateway} ${host}`) ?? tablesAfter.get(`${local} ${host}`);
    return table.listeners.map(({ list, port }): ComparedHost => {
      const other = listAt(then, port);
      const known = compared.get(list) ?? new Map<RouteList | undefined, Judged>();
      compared.set(list, known);
      const judged = known.get(other) ?? compareLists(list, other, relate(list), isOfImport);
      known.set(other, judged);
      const { gateway } = table;
      return {
        cluster: source.cluster.name,
        gateway,
        host: table.host,
        port,
        routes: list.routes.length,
        ...judged,
      };
    });
  });
  const gatewaysBefore = tablesBefore.map(({ table }) => table.gateway);
  return {
    hosts,
    left: except(gatewaysBefore, gatewaysAfter),
    joined: gatewaysBefore.length === 0 ? [] : except(gatewaysAfter, gatewaysBefore),
  };
}

type Judged = Pick<ComparedHost, 'verdict' | 'differences'>;

function except(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set(some)].filter((one) => !others.includes(one));
}

function listAt(table: RouteTable | undefined, port: number | undefined): RouteList | undefined {
  const own = table?.listeners.find((listener) => listener.port === port) ?? table?.listeners[0];
  return own?.list;
}

function compareLists(
  before: RouteList,
  after: RouteList | undefined,
  relate: ReturnType<ReturnType<typeof relator>>,
  isOfImport: (one: Difference) => boolean,
): Judged {
  const other = after ?? { ...before, members: [], routes: [], dropped: [] };
  const budget = tableBudget(before.routes.length + other.routes.length);
  const found = withinBudget(() => difference(before, other, budget, { limit: LIMIT, relate }));
  if (found === undefined) return { verdict: 'undecided', differences: [] };
  const differences = found.answer.filter(isOfImport);
  const isMore = differences.every(({ before: was }) => was === undefined);
  return { verdict: differences.length === 0 ? 'same' : isMore ? 'more' : 'different', differences };
}

/** Relates routes before, with their corrections, to routes after. */
function relator(taken: readonly DeclaredVirtualService[], source: SourceCluster) {
  const byIndex = new Map(taken.map((service) => [service.found.index, service]));
  const { relate } = outcomes();
  const corrected = new Map<Route, Route>();
  return (list: RouteList) => (before: Route, after: Route) => {
    const known = corrected.get(before) ?? correct(list, before);
    corrected.set(before, known);
    return relate(known, after);
  };

  function correct(list: RouteList, route: Route): Route {
    const service = byIndex.get(objectOf(list, route) ?? -1);
    if (service === undefined) return route;
    const kinds = new Set(
      service.remarks.corrections
        .filter(({ path }) => path[2] === route.rule)
        .map(({ kind }): CorrectionKind => kind),
    );
    if (kinds.size === 0) return route;
    const { namespace } = service.found;
    const [own = ''] = service.name.split('/');
    return {
      ...route,
      outcome: correctedOutcome(route.outcome, kinds, routeContext(namespace, own, source.profile)),
    };
  }
}

function objectOfService(service: RenderedService, created: ReadonlyMap<string, unknown>): Mapping {
  const creationTimestamp = created.get(`${service.namespace}/${service.name}`) ?? YOUNGEST;
  const { metadata, ...object } = virtualServiceObject(service);
  return { ...object, metadata: { ...metadata, creationTimestamp } };
}

/** Later than any time of creation. */
const YOUNGEST = '9999-12-31T23:59:59Z';

function nameOf({ metadata }: Mapping): string {
  const { namespace = 'default', name = '' } = mappingOf(metadata);
  return `${String(namespace)}/${String(name)}`;
}
