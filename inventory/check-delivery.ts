import type { Finding } from '../findings';
import { suggest } from '../shape';
import { destinationOf, type ArgoCd, type Delivery } from './delivery';
import type { Environment } from './environment';
import { fluxOutsideGuards } from './check-guard';
import { INDEX_FILE, problem, type InventoryProblem } from './problem';
import { valuePlaces } from './source';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** What CODEOWNERS takes: `@user`, `@organisation/team`, a mail address. */
const OWNER =
  /^(@[A-Za-z0-9](-?[A-Za-z0-9])*(\/[A-Za-z0-9][-\w.]*)?|[-\w.%+']+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)$/;
const FOLDER = /^[-\w.]*\w[-\w.]*$/;

/**
 * Finds what is wrong in how manifests are delivered: addresses, names, clusters that are left out.
 * @param source returns the text of a file of environments/, to find the line of a value
 */
export function checkDelivery(
  { repository, owners, argocd, flux }: Delivery,
  environments: readonly Environment[],
  source: (file: string) => string | undefined,
): Finding[] {
  const problems = [
    ...checkRepository(repository),
    ...checkOwners(owners),
    ...checkNamespace('argocd', argocd?.namespace),
    ...checkNamespace('flux', flux?.namespace),
    ...(argocd === undefined ? [] : checkDestinations(argocd, environments)),
  ];
  const places = valuePlaces(INDEX_FILE, source);
  const findings = problems.map(({ code, path, at, message, help }): Finding => {
    const place = places(['DELIVERY', ...path], at);
    return { code, severity: 'error', message, help, places: [place] };
  });
  // A cluster takes its manifests from one of the two: with both, nobody knows from which.
  if (flux === undefined || argocd !== undefined) return findings;
  const outside = fluxOutsideGuards(flux, environments);
  return [
    ...findings,
    ...outside.map(({ path, ...told }): Finding => ({
      ...told,
      severity: 'warning',
      places: [places(path)],
    })),
  ];
}

function checkRepository({ url, branch, folder }: Delivery['repository']): InventoryProblem[] {
  const own = ['repository'];
  const problems: InventoryProblem[] = [];
  // Flux takes nothing else, and a name with its password would be committed.
  if (!/^(https|ssh):\/\/([-\w]+@)?[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?\/[-\w./~]+$/.test(url)) {
    const help = 'write it as https://host/path.git or ssh://git@host/path.git, without a password';
    problems.push(problem([...own, 'url'], `"${url}" is not the address of a git repository`, help));
  }
  if (!/^[\w.][-\w./]*$/.test(branch)) {
    problems.push(problem([...own, 'branch'], `"${branch}" is not the name of a branch`, 'write it as main'));
  }
  if (!FOLDER.test(folder)) {
    const help = 'name a folder at the top of the repository, without slashes: dist';
    problems.push(problem([...own, 'folder'], `"${folder}" is not a folder of the repository`, help));
  }
  return problems;
}

function checkOwners(owners: readonly string[]): InventoryProblem[] {
  if (owners.length === 0) {
    return [problem(['owners'], 'owners names nobody', 'name who reviews what belongs to no team')];
  }
  return owners.flatMap((owner, index) => {
    if (OWNER.test(owner)) return [];
    const message = `${JSON.stringify(owner)} is not an owner that CODEOWNERS accepts`;
    return [problem(['owners', index], message, 'write @user, @organisation/team or a mail address')];
  });
}

function checkNamespace(tool: 'argocd' | 'flux', namespace: string | undefined): InventoryProblem[] {
  if (namespace === undefined || DNS_LABEL.test(namespace)) return [];
  return [problem([tool, 'namespace'], `"${namespace}" is not a namespace`, 'use a-z, 0-9 and -')];
}

function checkDestinations(argocd: ArgoCd, environments: readonly Environment[]): InventoryProblem[] {
  const { destinations = {} } = argocd;
  const own = ['argocd', 'destinations'];
  const known = environments.flatMap(({ clusters }) => clusters.map(({ name }) => name));
  const problems: InventoryProblem[] = [];
  const atKey = (name: string, message: string, help: string) =>
    problems.push({ ...problem([...own, name], message, help), at: 'key' });
  for (const [name, { project, cluster }] of Object.entries(destinations)) {
    if (!known.includes(name)) {
      atKey(name, `there is a destination for "${name}", which is no cluster`, suggest(name, known));
    }
    if (!DNS_LABEL.test(project)) {
      const message = `"${project}" is not an AppProject's name`;
      problems.push(problem([...own, name, 'project'], message, 'use a-z, 0-9 and -'));
    }
    if (cluster.trim() === '') {
      atKey(name, `the destination of "${name}" names no cluster`, 'name it as Argo CD does');
    }
  }
  const taken = new Map<string, string>();
  for (const [name, destination] of registeredClusters(argocd, environments)) {
    const other = taken.get(destination);
    taken.set(destination, name);
    if (other === undefined) continue;
    const message = `the destinations of "${other}" and "${name}" are the same cluster, "${destination}"`;
    atKey(
      name in destinations ? name : other,
      message,
      'one would take away what the other brings; give each its own',
    );
  }
  return problems;
}

/** Returns the name under which Argo CD knows each cluster, by the name of the cluster. */
function registeredClusters(
  argocd: ArgoCd,
  environments: readonly Environment[],
): (readonly [string, string])[] {
  const named = environments.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => [cluster.name, destinationOf(argocd, name, cluster.name).cluster] as const),
  );
  const others = Object.entries(argocd.destinations ?? {}).filter(
    ([name]) => !named.some(([cluster]) => cluster === name),
  );
  return [...named, ...others.map(([name, { cluster }]) => [name, cluster] as const)];
}
