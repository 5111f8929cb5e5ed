/*
 * The folder of a cluster's manifests, `<environment>/<cluster>` below the output folder. One file in it declares the
 * cluster: the Namespace kfaas-system, which names the environment, the cluster and its versions in annotations. No file
 * lists the others. Two branches that add functions change no line of a common file, and so they merge.
 */

/** The file that declares a cluster, below the cluster's folder. */
const DECLARATION = 'system/kfaas-system.namespace.yaml';

/** The file that declared a cluster in earlier revisions of a repository. It also listed all other files. */
const OLD_DECLARATION = 'kustomization.yaml';

/** Depth of the folders of clusters below the output folder. */
const DEPTH = 2;

/** Returns the folder of the cluster that a rendered file is for: `<environment>/<cluster>`. */
export function clusterFolder(path: string): string {
  return path.split('/').slice(0, DEPTH).join('/');
}

/** Returns the files that may declare the cluster of a folder. The folder `.` is the one that is read. */
export function declarationsOf(folder: string): readonly string[] {
  const below = folder === '.' ? '' : `${folder}/`;
  return [DECLARATION, OLD_DECLARATION].map((file) => `${below}${file}`);
}

/** Returns the folder of the cluster that a file may declare; undefined for other files. */
export function declaredFolder(path: string): string | undefined {
  const file = [DECLARATION, OLD_DECLARATION].find((name) => path === name || path.endsWith(`/${name}`));
  if (file === undefined) return undefined;
  return path === file ? '.' : path.slice(0, -file.length - 1);
}
