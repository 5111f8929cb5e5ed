import type { Finding } from '../findings';
import { checkVersions, type Cluster, type Environment } from '../inventory';
import { distinctClusters, type Review, type Risk } from '../review';

/**
 * KF504 for clusters that get another Istio version: nobody has tried it with their Knative. It is a finding of every
 * `kfaas synth`, and a risk of the change that brings it about.
 *
 * The manifests do not have the Knative version, so the environments of the program say it. A cluster whose Istio there is
 * not that of the head snapshot is left out: its Knative at that time is unknown.
 * @param source returns the text of a file of the head snapshot, for the line of a version
 */
export function untestedVersions(
  { equivalent }: Review['requests'],
  environments: readonly Environment[],
  source: (file: string) => string | undefined,
): readonly Risk[] {
  const changed = equivalent.filter(({ kind }) => kind === 'versions');
  const isChanged = (environment: Environment, { name, platform }: Cluster) =>
    changed.some(
      ({ after, where }) =>
        after === platform.istio &&
        where.some((place) => place.environment === environment.name && place.cluster === name),
    );
  const found = new Map<string, Risk>();
  for (const { environment, cluster, finding } of checkVersions(environments, isChanged, source)) {
    if (finding.code !== 'KF504') continue;
    const key = JSON.stringify([environment, finding.message]);
    const before = found.get(key) ?? { ...riskOf(finding), where: [] };
    found.set(key, { ...before, where: [...before.where, { environment, cluster }] });
  }
  return [...found.values()].map((risk) => ({ ...risk, where: distinctClusters(risk.where) }));
}

function riskOf(finding: Finding): Omit<Risk, 'where'> {
  return { ...finding, headline: finding.message, teams: [], requestChanges: [], objectChanges: [] };
}
