import { listOf, mappingOf, textOf, type Mapping } from '../base';
import type { Finding, FindingCode } from '../findings';
import type { Risk } from '../review';
import { groupKindOf, type LiveCluster, type LiveProblem } from '../snapshots';
import type { LiveComparison } from './live-sides';

/** A finding for each cluster that cannot be read. */
export function unreadClusters(clusters: readonly (LiveCluster | LiveProblem)[]): readonly Finding[] {
  return clusters.flatMap((one): Finding[] =>
    'problem' in one
      ? [
          {
            code: 'KF902',
            severity: 'error',
            message: `${one.cluster} (${one.source}) cannot be read: ${one.problem}`,
            help: one.help,
            places: [],
          },
        ]
      : [],
  );
}

/** A finding for each kind that the manifests have, and that could not be read. */
export function unreadResources({ live, rendered }: LiveComparison): readonly Finding[] {
  const kinds = new Set([...rendered.values()].map(groupKindOf));
  return live.unread.flatMap(({ kind, reason, readIn }): Finding[] => {
    const [name = '', group = ''] = kind.replace(')', '').split(' (');
    const isNeeded = kinds.has(`${group}/${name}`);
    // A part of a kind matters whether or not the manifests have it: others may have written routes.
    if (reason === 'not-in-dump' || (!isNeeded && readIn === undefined)) return [];
    const severity = readIn === undefined ? 'error' : 'warning';
    if (reason === 'not-served') {
      return [
        {
          code: 'KF903',
          severity,
          message: `${live.cluster} does not know ${kind}, which the manifests have`,
          help: 'install its CustomResourceDefinition, or take what needs it out of the environment',
          places: [],
        },
      ];
    }
    const [what, consequence] =
      readIn === undefined
        ? [`${kind} may not be listed`, 'nothing is said of them']
        : [`${kind} may be listed in ${readIn} alone`, 'what others wrote elsewhere is not seen'];
    return [
      {
        code: 'KF903',
        severity,
        message: `${live.cluster}: ${what}: ${consequence}`,
        help: 'ask for the ClusterRole kfaas-reader, which suffices',
        places: [],
      },
    ];
  });
}

/** What nobody renders: objects in the namespace of KFaas, and VirtualServices on its hosts. */
export function nobodysRisks({ live, sorted }: LiveComparison): readonly Risk[] {
  const { environment, cluster } = live;
  const risk = (code: FindingCode, headline: string, help: string): Risk => ({
    code,
    severity: 'warning',
    headline,
    message: `${headline} (${cluster})`,
    help,
    where: [{ environment, cluster }],
    places: [],
    teams: [],
    requestChanges: [],
    objectChanges: [],
  });
  return [
    ...sorted.foreignRoutes.map((object) =>
      risk(
        'KF904',
        `${spelled(object)} may take requests of functions, and KFaas did not render it`,
        `see which: kfaas check --live --cluster ${cluster}; ${ask(object)}`,
      ),
    ),
    ...sorted.nobodys.map((object) =>
      risk(
        'KF905',
        `${spelled(object)} is nobody's: the manifests do not have it, and nothing owns it`,
        `delete it, or move it to another namespace; ${ask(object)}`,
      ),
    ),
  ];
}

/** `VirtualService ns/name`. */
export function spelled({ kind, metadata }: Mapping): string {
  const { namespace, name } = mappingOf(metadata);
  const prefix = textOf(namespace) === undefined ? '' : `${textOf(namespace) ?? ''}/`;
  return `${textOf(kind) ?? ''} ${prefix}${textOf(name) ?? ''}`;
}

/** Whom to ask about an object that one does not know. */
export function ask({ metadata }: Mapping): string {
  const { managedFields, creationTimestamp } = mappingOf(metadata);
  const entries = listOf(managedFields).map(mappingOf);
  const manager = entries.map(({ manager: name }) => textOf(name)).find((name) => name !== undefined);
  const by = manager === undefined ? '' : ` by ${manager}`;
  return `it was created${by} at ${textOf(creationTimestamp) ?? 'an unknown time'}`;
}
