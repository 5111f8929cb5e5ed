import { DEFAULT_NAMES } from './company-names';

/*
 * The folder of a cluster's manifests, `<environment>/<cluster>` below the output folder. One file in it declares the
 * cluster: the Namespace of everything that is no function's, which names the environment, the cluster and its versions in
 * annotations. No file lists the others. Two branches that add functions change no line of a common file, and so they merge.
 */

/** The file that declares a cluster, below the cluster's folder. */
const DECLARATION = 'system/kfaas-system.namespace.yaml';

/**
 * The file that declares a cluster of a company that calls the namespace otherwise. Its name tells nothing of the namespace, so
 * that it is found in a revision whose settings nobody knows; no other object's file is called so.
 */
const OWN_DECLARATION = 'system/cluster.yaml';

/** The file that declared a cluster in earlier revisions of a repository. It also listed all other files. */
const OLD_DECLARATION = 'kustomization.yaml';

const ALL = [DECLARATION, OWN_DECLARATION, OLD_DECLARATION];

/** Depth of the folders of clusters below the output folder. */
const DEPTH = 2;

/** Returns the folder of the cluster that a rendered file is for: `<environment>/<cluster>`. */
export function clusterFolder(path: string): string {
  return path.split('/').slice(0, DEPTH).join('/');
}

/** Returns the file that declares a cluster, below the cluster's folder, by the namespace of everything that is no function's. */
export function declarationFile(namespace: string): string {
  return namespace === DEFAULT_NAMES.namespace ? DECLARATION : OWN_DECLARATION;
}

/** Returns the files that may declare the cluster of a folder. The folder `.` is the one that is read. */
export function declarationsOf(folder: string): readonly string[] {
  const below = folder === '.' ? '' : `${folder}/`;
  return ALL.map((file) => `${below}${file}`);
}

/** Returns the folder of the cluster that a file may declare; undefined for other files. */
export function declaredFolder(path: string): string | undefined {
  const file = ALL.find((name) => path === name || path.endsWith(`/${name}`));
  if (file === undefined) return undefined;
  return path === file ? '.' : path.slice(0, -file.length - 1);
}

/** How the files end that say who may read the functions of a team, in the folders of function namespaces. No function has a dot in its name. */
const TEAM_READERS = '.readers.yaml';

/** What matches these files in a folder, and no others. */
export const TEAM_READERS_GLOB = `*${TEAM_READERS}`;

/** Returns the name of the file that says who may read the functions of a team. */
export function teamReadersFile(team: string): string {
  return `${team}${TEAM_READERS}`;
}

/** Whether a path is that of such a file. */
export function isTeamReadersFile(path: string): boolean {
  return path.endsWith(TEAM_READERS);
}
