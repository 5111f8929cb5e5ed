import { objectFormat, manifestStore, type GitProblem, type ManifestStore } from '../manifests';
import type { Finding } from '../findings';
import type { Environment } from '../inventory';
import type { Review } from '../review';
import { openManifests, type LiveCluster, type LiveProblem, type OpenedSnapshot } from '../snapshots';
import { withWriters } from './drift';
import { nobodysRisks, unreadClusters, unreadResources } from './live-findings';
import { compareLive, liveSides, type LiveComparison } from './live-sides';
import { reviewSnapshots } from './review-change';

/** What is compared with live clusters. */
export interface LiveReviewRequest {
  readonly clusters: readonly (LiveCluster | LiveProblem)[];
  /** The revision whose manifests they should have. @default - the working tree */
  readonly revision?: string;
  /** The folder of the manifests. */
  readonly output: string;
  readonly environments: readonly Environment[];
}

/** The manifests, and the clusters beside them. */
export interface OpenedLive {
  readonly head: OpenedSnapshot;
  readonly store: ManifestStore;
  readonly comparisons: readonly LiveComparison[];
  /** The clusters that could not be read. */
  readonly unread: readonly LiveProblem[];
  readonly problems: readonly Finding[];
}

/** Opens the manifests, and compares each cluster that could be read. */
export function openLive({
  clusters,
  revision,
  output,
}: Omit<LiveReviewRequest, 'environments'>): OpenedLive | GitProblem {
  const store = manifestStore(objectFormat());
  const read = clusters.filter((one): one is LiveCluster => !('problem' in one));
  const folders = read.map(({ environment, cluster }) => `${environment}/${cluster}`);
  const head = openManifests(revision, output, store, folders);
  if ('problem' in head) return head;
  const comparisons = compareLive(read, head.tree, store);
  const problems = [...unreadClusters(clusters), ...comparisons.flatMap(unreadResources)];
  const unread = clusters.filter((one): one is LiveProblem => 'problem' in one);
  return { head, store, comparisons, unread, problems };
}

/**
 * Reviews what would change if the manifests were applied to clusters as they are: requests first, then the objects that drifted, with who wrote
 * the fields, those that are missing, and those that nobody renders.
 */
export function reviewLive(request: LiveReviewRequest): Review | GitProblem {
  const opened = openLive(request);
  return 'problem' in opened ? opened : reviewOpened(opened, request.environments);
}

/** Reviews clusters that were compared. */
export function reviewOpened(
  { head, store, comparisons, problems }: OpenedLive,
  environments: readonly Environment[],
): Review {
  const review = reviewSnapshots(liveSides(comparisons, head, store), store, environments);
  const lives = new Map(comparisons.map((comparison) => [comparison.live.cluster, comparison]));
  return {
    ...review,
    problems: [...problems, ...review.problems],
    objects: review.objects.map((change) => withWriters(change, lives)),
    risks: [...comparisons.flatMap(nobodysRisks), ...review.risks.map(byLiveOrder)],
  };
}

/** What to do where the order of creation decides, of which the clusters know the times. */
function byLiveOrder(risk: Review['risks'][number]): Review['risks'][number] {
  if (risk.code !== 'KF814') return risk;
  return {
    ...risk,
    help: 'see who wins by the times of creation, and who would after a new one: kfaas check --live',
  };
}
