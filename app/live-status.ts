import { listOf, mappingOf, textOf, type Mapping } from '../base';
import type { Finding } from '../findings';
import type { Environment } from '../inventory';
import { groupKindOf, type LiveProblem } from '../snapshots';
import { checkLive } from './check-live';
import { writerOf } from './drift-writers';
import type { LiveComparison } from './live-sides';
import { objectKey } from './live-objects';
import { reviewOpened, type OpenedLive } from './review-live';

/** How a cluster is, in a line. */
export type ClusterStatus =
  | {
      readonly kind: 'read';
      readonly environment: string;
      readonly cluster: string;
      readonly source: string;
      /** Sets of requests that are answered otherwise than the manifests say. */
      readonly requests: number;
      /** Objects that differ from the manifests. */
      readonly drifted: number;
      /** Objects that are in the manifests alone. */
      readonly missing: number;
      /** Objects that KFaas rendered once, or that are nobody's, and VirtualServices of others on hosts of functions. */
      readonly extra: number;
      readonly tables: 'proved' | 'broken' | 'undecided' | 'none';
      /** Knative Services of functions that are ready, and all of them. */
      readonly functions: { readonly ready: number; readonly all: number };
      /** When the field that drifted first was written, as the API server says it. @default - nothing drifted, or nobody knows */
      readonly oldestDrift?: string;
      /** Findings of a check that are errors. */
      readonly errors: number;
    }
  | { readonly kind: 'unread'; readonly problem: LiveProblem };

/** Sums up each cluster: what differs from the manifests, what its tables are, which functions are ready. */
export function liveStatus(
  opened: OpenedLive,
  environments: readonly Environment[],
): readonly ClusterStatus[] {
  const { comparisons } = opened;
  const read = comparisons.map((comparison) => statusOf(comparison, opened, environments));
  const unread = opened.unread.map((problem): ClusterStatus => ({ kind: 'unread', problem }));
  const order = environments.flatMap(({ clusters }) => clusters.map(({ name }) => name));
  const placeOf = (status: ClusterStatus) =>
    order.indexOf(status.kind === 'read' ? status.cluster : status.problem.cluster);
  return [...read, ...unread].sort((a, b) => placeOf(a) - placeOf(b));
}

function statusOf(
  comparison: LiveComparison,
  opened: OpenedLive,
  environments: readonly Environment[],
): ClusterStatus {
  const { live, sorted } = comparison;
  const one = { ...opened, comparisons: [comparison], problems: [] };
  const { requests, objects } = reviewOpened(one, environments);
  const { tables, findings } = checkLive(one, environments);
  const count = (...kinds: readonly string[]) =>
    objects.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { where }) => sum + where.length, 0);
  const ksvcs = sorted.own.filter((object) => groupKindOf(object) === 'serving.knative.dev/Service');
  return {
    kind: 'read',
    environment: live.environment,
    cluster: live.cluster,
    source: live.source,
    requests: requests.changes.length,
    drifted: count('changed', 'renamed'),
    missing: count('added'),
    extra: count('removed') + sorted.nobodys.length + sorted.foreignRoutes.length,
    tables: verdictOf(tables.map(({ orderIndependent }) => orderIndependent)),
    functions: { ready: ksvcs.filter(isReady).length, all: ksvcs.length },
    ...oldestOf(comparison, objects),
    errors: findings.filter(({ severity }: Finding) => severity === 'error').length,
  };
}

function verdictOf(verdicts: readonly ('proved' | 'broken' | 'undecided')[]) {
  if (verdicts.length === 0) return 'none';
  return (['broken', 'undecided'] as const).find((worst) => verdicts.includes(worst)) ?? 'proved';
}

function isReady({ status }: Mapping): boolean {
  return listOf(mappingOf(status).conditions)
    .map(mappingOf)
    .some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** The time of the first field that drifted. */
function oldestOf(
  { standing }: LiveComparison,
  objects: ReturnType<typeof reviewOpened>['objects'],
): { readonly oldestDrift?: string } {
  const times = objects
    .filter(({ kind }) => kind === 'changed')
    .flatMap(({ object: { apiVersion, kind }, fields, where }) =>
      where.flatMap(({ namespace, name }) => {
        const object = standing.get(objectKey({ apiVersion, kind, metadata: { namespace, name } }));
        return fields.flatMap(({ path }) => textOf(writerOf(object, path)?.at) ?? []);
      }),
    );
  const [oldest] = times.sort();
  return oldest === undefined ? {} : { oldestDrift: oldest };
}
