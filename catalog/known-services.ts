import type { Catalog } from './load';
import type { CatalogFunction } from './load-function';
import { ksvcName } from './names';

/** A file that says that there is a Knative Service. */
export interface ServiceDeclarer {
  readonly team: string;
  /** `<team>/<name>` */
  readonly id: string;
  /** Whether it is the function's own Knative Service; otherwise one that another pipeline deploys for it. */
  readonly isOwn: boolean;
  /** Whether it is there on a cluster; everywhere, if the file has errors. */
  readonly isOn: (cluster: string) => boolean;
}

/** The Knative Services that the catalog knows. */
export interface KnownServices {
  /** Returns who declares a Knative Service; nobody if it is not known. */
  readonly declarersOf: (service: string) => readonly ServiceDeclarer[];
  /** Whether a file that has errors names it: what that file declares is not known. */
  readonly isInBrokenFile: (service: string) => boolean;
  /** Returns the names of all Knative Services that functions of a team declare. */
  readonly namesOf: (team: string) => readonly string[];
}

/** Collects the Knative Services of all functions, also the own ones of functions with errors in their files. */
export function knownServices(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  root: string,
): KnownServices {
  const declared = new Map(functions.map((one) => [one.id, one]));
  const services = new Map<string, ServiceDeclarer[]>();
  const names = new Map<string, string[]>();
  const broken: string[] = [];
  for (const [file, text] of sources) {
    const [team = '', name = ''] = file
      .slice(root.length + 1)
      .replace(/\.yaml$/, '')
      .split('/');
    if (name === 'team') continue;
    const id = `${team}/${name}`;
    const found = declared.get(id);
    if (found === undefined) broken.push(text);
    const isOn = (cluster: string) => found?.specs.has(cluster) ?? true;
    add(ksvcName(team, name), { team, id, isOwn: true, isOn });
    for (const [service, clusters] of found === undefined ? [] : elsewhere(found)) {
      add(service, { team, id, isOwn: false, isOn: (cluster) => clusters.has(cluster) });
    }
  }
  return {
    declarersOf: (service) => services.get(service) ?? [],
    isInBrokenFile: (service) => broken.some((text) => text.includes(service)),
    namesOf: (team) => names.get(team) ?? [],
  };

  function add(service: string, declarer: ServiceDeclarer): void {
    const known = services.get(service);
    if (known === undefined) services.set(service, [declarer]);
    else known.push(declarer);
    const ofTeam = names.get(declarer.team);
    if (ofTeam === undefined) names.set(declarer.team, [service]);
    else ofTeam.push(service);
  }
}

/** Returns the Knative Services that another pipeline deploys for a function, each with its clusters. */
function elsewhere({ specs }: CatalogFunction): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [cluster, { deployedElsewhere }] of specs) {
    for (const service of deployedElsewhere) {
      found.set(service, (found.get(service) ?? new Set()).add(cluster));
    }
  }
  return found;
}
