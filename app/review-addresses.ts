import { servingDomains, type Environment } from '../inventory';
import type { Review, WebAddresses } from '../review';
import type { OpenedSnapshot, OpenedSnapshots } from '../snapshots';

/** The page of a project that explains the codes of findings. */
const FINDINGS_PAGE = 'docs/findings.md';

/** Returns what a page of a review links to, and where its requests can be sent. */
export function addressesOf(
  sides: OpenedSnapshots,
  environments: readonly Environment[],
): Required<Pick<Review, 'web' | 'domains'>> {
  return { web: webAddresses(sides), domains: environments.flatMap(domainsIn) };
}

function webAddresses({ base, head }: OpenedSnapshots): WebAddresses {
  const [before, after] = [base.web?.(), head.web?.()];
  const hasPage = ({ projectFile }: OpenedSnapshot) => projectFile(FINDINGS_PAGE) !== undefined;
  const web =
    after !== undefined && hasPage(head) ? after : before !== undefined && hasPage(base) ? before : undefined;
  return { before, after, ...(web === undefined ? {} : { findings: `${web.project}${FINDINGS_PAGE}` }) };
}

/** The first domain of each function namespace, in each cluster, that leads to all of its functions: others answer many requests with 404. */
function domainsIn(environment: Environment): NonNullable<Review['domains']> {
  return environment.clusters.flatMap((cluster) => {
    const domains = servingDomains(environment, cluster);
    return cluster.functionNamespaces.flatMap((namespace) => {
      const domain = domains.find(
        ({ functionNamespace, exposes }) => functionNamespace === namespace && exposes === 'all',
      );
      return domain === undefined
        ? []
        : [{ environment: environment.name, cluster: cluster.name, namespace, host: domain.host }];
    });
  });
}
