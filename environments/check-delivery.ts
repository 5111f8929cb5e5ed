import type { Finding } from '../findings';
import type { Delivery, Destination } from './delivery';
import type { Environment } from './environment';
import { placeOf } from './value-place';

const FILE = 'environments/delivery.ts';

/** Something wrong, and the text of the value at fault, by which its line is found. */
interface Problem {
  readonly value: string;
  readonly message: string;
  readonly help: string;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** What CODEOWNERS takes: `@user`, `@organisation/team`, a mail address. */
const OWNER =
  /^(@[A-Za-z0-9](-?[A-Za-z0-9])*(\/[A-Za-z0-9][-\w.]*)?|[-\w.%+']+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)$/;
const FOLDER = /^[-\w.]*\w[-\w.]*$/;

/**
 * Finds what is wrong in how manifests are delivered: addresses, names, clusters that are left out.
 * @param source gives the text of a file, to find the line of a value
 */
export function checkDelivery(
  { repository, owners, argocd, flux }: Delivery,
  environments: readonly Environment[],
  source: (file: string) => string | undefined,
): Finding[] {
  const clusters = environments.flatMap((environment) => environment.clusters.map(({ name }) => name));
  const problems = [
    ...checkRepository(repository),
    ...owners.filter((owner) => !OWNER.test(owner)).map(badOwner),
    ...(owners.length > 0 ? [] : [noOwner]),
    ...[argocd.namespace, flux.namespace]
      .filter((namespace) => !DNS_LABEL.test(namespace))
      .map((namespace) => problem(namespace, `"${namespace}" is not a namespace`, 'use a-z, 0-9 and -')),
    ...checkDestinations(argocd.destinations, clusters),
  ];
  const text = source(FILE);
  return problems.map(({ value, message, help }): Finding => {
    const places = [placeOf(FILE, [value], text)];
    return { code: 'KF501', severity: 'error', message, help, places };
  });
}

function checkRepository({ url, branch, folder }: Delivery['repository']): Problem[] {
  const problems: Problem[] = [];
  // Flux takes nothing else, and a name with its password would be committed.
  if (!/^(https|ssh):\/\/([-\w]+@)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?\/[-\w./~]+$/.test(url)) {
    const help = 'write it as https://host/path.git or ssh://git@host/path.git, without a password';
    problems.push(problem(url, `"${url}" is not the address of a git repository`, help));
  }
  if (!/^[\w.][-\w./]*$/.test(branch)) {
    problems.push(problem(branch, `"${branch}" is not the name of a branch`, 'write it as main'));
  }
  if (!FOLDER.test(folder)) {
    const help = 'name a folder at the top of the repository, without slashes: dist';
    problems.push(problem(folder, `"${folder}" is not a folder of the repository`, help));
  }
  return problems;
}

function checkDestinations(
  destinations: Readonly<Record<string, Destination>>,
  clusters: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const name of clusters.filter((cluster) => destinations[cluster] === undefined)) {
    const help = 'add it to argocd.destinations: Argo CD would leave it as it is';
    problems.push(problem('destinations', `cluster "${name}" has no destination`, help));
  }
  const taken = new Map<string, string>();
  for (const [name, { project, cluster }] of Object.entries(destinations)) {
    if (!clusters.includes(name)) {
      const help = `known: ${clusters.join(', ')}`;
      problems.push(problem(name, `there is a destination for "${name}", which is no cluster`, help));
    }
    if (!DNS_LABEL.test(project)) {
      problems.push(problem(project, `"${project}" is not an AppProject's name`, 'use a-z, 0-9 and -'));
    }
    if (cluster.trim() === '') {
      problems.push(
        problem(name, `the destination of "${name}" names no cluster`, 'name it as Argo CD does'),
      );
    }
    const other = taken.get(cluster);
    if (other !== undefined) {
      const message = `the destinations of "${other}" and "${name}" are the same cluster, "${cluster}"`;
      problems.push(problem(name, message, 'one would take away what the other brings; give each its own'));
    }
    taken.set(cluster, name);
  }
  return problems;
}

const noOwner = problem('owners', 'owners names nobody', 'name who reviews what belongs to no team');

function badOwner(owner: string): Problem {
  const help = 'write @user, @organisation/team or a mail address';
  return problem(owner, `${JSON.stringify(owner)} is nobody that CODEOWNERS can name`, help);
}

function problem(value: string, message: string, help: string): Problem {
  return { value, message, help };
}
