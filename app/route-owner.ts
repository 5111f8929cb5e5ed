import type { Catalog } from '../catalog';
import { fileCommits, type FileCommit } from '../manifests';

/** The people to ask about a function, and the latest changes of its declaration. */
export interface RouteOwner {
  /** `<team>/<name>` */
  readonly function: string;
  /** The function's file in the catalog. */
  readonly file: string;
  readonly team: string;
  /** Undefined if the team's `team.yaml` is missing or has errors. */
  readonly contact: string | undefined;
  /**
   * The latest commits that changed the file, the newest first; empty where there is no git repository.
   * Undefined if they were not asked for.
   */
  readonly commits: readonly FileCommit[] | undefined;
}

/** Returns the owner of a function, by its id. */
export type OwnerOf = (id: string) => RouteOwner;

/**
 * Returns a look-up of owners. Git is asked once for each function.
 * @param functions the catalog's folder
 * @param most the maximum number of commits of a function; 0 to start no git
 */
export function routeOwners(functions: string, teams: Catalog['teams'], most: number): OwnerOf {
  const known = new Map<string, RouteOwner>();
  return (id) => {
    const [team = ''] = id.split('/');
    const file = `${functions.replace(/\/+$/, '')}/${id}.yaml`;
    const owner = known.get(id) ?? {
      function: id,
      file,
      team,
      contact: teams.get(team)?.contact,
      commits: most === 0 ? undefined : fileCommits(file, most),
    };
    known.set(id, owner);
    return owner;
  };
}
