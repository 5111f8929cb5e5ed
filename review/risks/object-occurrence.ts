import { isMapping, LABEL } from '../../base';
import type { Place, Severity } from '../../findings';
import type { ClusterName, ObjectChange } from '../model';
import { placeBefore, placeOf, teamOf } from './answering-function';
import type { RiskOccurrence } from './occurrence';

/** What of a occurrence does not follow from the object change that it is seen in. */
interface Seen {
  readonly severity: Severity;
  readonly subject: string;
  readonly details: readonly string[];
  readonly where: readonly ClusterName[];
  /**
   * The function whose object it is.
   * @default - the object is no function's
   */
  readonly function?: string | undefined;
}

/** A risk that shows in one object change. Occurrences that say the same of a subject are one risk. */
export function objectOccurrence(change: ObjectChange, index: number, seen: Seen): RiskOccurrence {
  const { severity, subject, details, where, function: functionId } = seen;
  return {
    key: [subject, ...details].join('\n'),
    severity,
    subject,
    details,
    teams: functionId === undefined ? [] : [teamOf(functionId)],
    where,
    requestChanges: [],
    objectChanges: [index],
    places: placesIn(change, functionId),
    witness: undefined,
  };
}

/** Where to fix an object: the function's declaration, or else the manifest; as they were, once it is gone. */
function placesIn({ kind, where: [first] }: ObjectChange, functionId: string | undefined): readonly Place[] {
  const places =
    functionId !== undefined
      ? [placeOf(functionId)]
      : first === undefined
        ? []
        : [{ file: first.file, line: 1, column: 1 }];
  return kind === 'removed' ? places.map(placeBefore) : places;
}

/** The function `<team>/<name>` whose Knative Service is called so; undefined where its labels name no team that fits. */
export function functionOfService(object: unknown, name: string): string | undefined {
  const metadata = isMapping(object) ? object.metadata : undefined;
  const labels = isMapping(metadata) ? metadata.labels : undefined;
  const team = isMapping(labels) ? labels[LABEL.team] : undefined;
  if (typeof team !== 'string' || team === '' || !name.startsWith(`${team}-`)) return undefined;
  return `${team}/${name.slice(team.length + 1)}`;
}

/** The namespaces, by their clusters, that object changes add or remove with all that is in them; to rename one is both. */
export function namespacesThat(
  kind: 'added' | 'removed',
  objects: readonly ObjectChange[],
): (location: ClusterName, namespace: string | undefined) => boolean {
  const known = new Set(
    objects
      .filter((change) => change.object.kind === 'Namespace' && [kind, 'renamed'].includes(change.kind))
      .flatMap(({ where, from: first }) =>
        where.map(({ environment, cluster, name, from = first }) => {
          const former = kind === 'removed' ? from?.name : undefined;
          return `${environment}/${cluster} ${former ?? name}`;
        }),
      ),
  );
  return ({ environment, cluster }, namespace) =>
    namespace !== undefined && known.has(`${environment}/${cluster} ${namespace}`);
}
