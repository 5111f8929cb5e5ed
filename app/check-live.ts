import { listOf, mappingOf, textOf, type Mapping } from '../base';
import type { Finding, TableVerdict } from '../findings';
import type { Cluster, Environment } from '../inventory';
import { ROUTING_RULES_RANGE, routingRulesOf, type RoutingRules } from '../platform';
import { checkTables, routeTables, type RouteProblem } from '../routing';
import { groupKindOf } from '../snapshots';
import { nobodysRisks } from './live-findings';
import type { LiveComparison } from './live-sides';
import type { OpenedLive } from './review-live';
import { otherVersions, runningVersions } from './running-versions';

/** What a check of live clusters finds. */
export interface LiveCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  readonly source: (file: string) => string | undefined;
}

/**
 * Checks clusters as they are: the tables of every gateway host, with all VirtualServices on it whoever wrote them and with their times of
 * creation; whether what routes lead to is there; whether the versions run that the environment says.
 */
export function checkLive(
  { comparisons, problems }: OpenedLive,
  environments: readonly Environment[],
): LiveCheck {
  const checked = comparisons.map((comparison) => checkCluster(comparison, environments));
  return {
    tables: checked.flatMap(({ tables }) => tables),
    findings: [...problems, ...checked.flatMap(({ findings }) => findings)],
    source: () => undefined,
  };
}

function checkCluster(
  comparison: LiveComparison,
  environments: readonly Environment[],
): Pick<LiveCheck, 'tables' | 'findings'> {
  const { live, hosts } = comparison;
  const declared = environments.flatMap(({ clusters }) => clusters).find(({ name }) => name === live.cluster);
  const rules = liveRules(declared);
  const objects = routingObjects(comparison);
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  const own = tables.filter(({ host }) => hosts.has(host));
  return {
    tables: own.map((table) => ({ ...table, cluster: live.cluster })),
    findings: [
      ...problems.map((problem) => liveFinding(problem, objects, live.cluster)),
      ...nobodysRisks(comparison).filter(({ code }) => code === 'KF904'),
      ...missingTargets(comparison),
      ...(declared === undefined ? [] : versionFindings(comparison, declared)),
    ],
  };
}

/** The rules of the cluster's Istio; those of the newest known one, if nobody says which it is. */
export function liveRules(cluster: Cluster | undefined): RoutingRules {
  const rules = routingRulesOf(cluster?.platform.istio ?? '') ?? routingRulesOf(ROUTING_RULES_RANGE.newest);
  if (rules === undefined) throw new Error(`no routing rules for Istio ${ROUTING_RULES_RANGE.newest}`);
  return rules;
}

/** What decides on requests to the hosts of KFaas, as it is in the cluster. */
export function routingObjects({ sorted }: LiveComparison): readonly Mapping[] {
  const isRouting = (object: Mapping) => groupKindOf(object).startsWith('networking.istio.io/');
  return [...sorted.own.filter(isRouting), ...sorted.routing];
}

/** A conflict that the times of creation decide says who wins, and who would. */
function liveFinding(
  { positions, ...problem }: RouteProblem,
  objects: readonly Mapping[],
  cluster: string,
): Finding {
  const finding: Finding = { ...problem, message: `${cluster}: ${problem.message}`, places: [] };
  if (problem.code !== 'KF601') return finding;
  const sides = positions.map(({ virtualService }) => {
    const { namespace, name, creationTimestamp } = mappingOf(objects[virtualService]?.metadata);
    const created = textOf(creationTimestamp) ?? '';
    return { name: `${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`, created };
  });
  const [winner, ...others] = [...sides].sort((a, b) => Date.parse(a.created) - Date.parse(b.created));
  const [loser] = others;
  if (winner === undefined || loser === undefined) return finding;
  const help =
    winner.created === loser.created
      ? `both were created at ${winner.created}, so that their names decide; remove the route of one of them`
      : `now ${winner.name} answers, created at ${winner.created}; if it is deleted and created again, ${loser.name} does, created at ${loser.created}. Remove the route of one of them`;
  return { ...finding, code: 'KF908', help };
}

/** The Gateways to which functions are bound, and the Services of the local gateway, that are not in the cluster. */
function missingTargets({ live, rendered }: LiveComparison): readonly Finding[] {
  const names = (kind: string) =>
    new Set(
      live.objects
        .filter((object) => groupKindOf(object) === kind)
        .map(({ metadata }) => {
          const { namespace, name } = mappingOf(metadata);
          return `${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`;
        }),
    );
  const [gateways, services] = [names('networking.istio.io/Gateway'), names('/Service')];
  const wanted = [...rendered.values()];
  const bound = new Set(
    wanted.flatMap((object) =>
      groupKindOf(object) === 'networking.istio.io/VirtualService'
        ? listOf(mappingOf(object.spec).gateways).flatMap((gateway) => textOf(gateway) ?? [])
        : [],
    ),
  );
  const led = new Set(wanted.flatMap(({ spec }) => textOf(mappingOf(spec).externalName) ?? []));
  const missing = [
    ...(live.kinds.has('networking.istio.io/Gateway')
      ? [...bound]
          .filter((name) => /^[^/]+\/[^/]+$/.test(name) && !gateways.has(name))
          .map((name) => `Gateway ${name}`)
      : []),
    ...(live.kinds.has('/Service')
      ? [...led]
          .map(serviceOf)
          .filter((name) => name !== undefined && !services.has(name))
          .map((name) => `Service ${name ?? ''}`)
      : []),
  ];
  return missing.map((name): Finding => ({
    code: 'KF906',
    severity: 'error',
    message: `${live.cluster} has no ${name}, which functions are reached through`,
    help: 'install it, or say under overrides of the cluster what its operators call it',
    places: [],
  }));
}

/** `ns/name` of `name.ns.svc.cluster.local`. */
function serviceOf(host: string): string | undefined {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc\./.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

function versionFindings({ live }: LiveComparison, { platform }: Cluster): readonly Finding[] {
  return otherVersions(runningVersions(live), platform).map(({ component, version, from }): Finding => ({
    code: 'KF907',
    severity: 'warning',
    message: `${live.cluster} runs ${component} ${version} (${from}), and its environment says ${platform[component]}`,
    help: `see what that changes: kfaas upgrade --cluster ${live.cluster}; then write it into environments/`,
    places: [],
  }));
}
