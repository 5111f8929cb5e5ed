import { relative, sep } from 'node:path';
import { groupBy } from '../base';
import type { Finding } from '../findings';
import { suggest } from '../shape';
import type { EnvironmentCluster } from './load';

/**
 * KF110: files with foreign routes that are in no folder of a cluster, `<environment>/<cluster>`. One finding for each folder that does
 * not fit.
 */
export function misplacedForeign(
  folder: string,
  files: readonly string[],
  clusters: readonly EnvironmentCluster[],
): readonly Finding[] {
  const problems = files.flatMap((file) => {
    const problem = problemOf(folder, file, clusters);
    return problem === undefined ? [] : [{ file, ...problem }];
  });
  return [...groupBy(problems, ({ message }) => message).values()].map(
    ([{ file, message, help }]): Finding => ({
      code: 'KF110',
      severity: 'error',
      message,
      help,
      places: [{ file, line: 1, column: 1 }],
    }),
  );
}

/** What is wrong with the path of a file. */
function problemOf(
  folder: string,
  file: string,
  clusters: readonly EnvironmentCluster[],
): Pick<Finding, 'message' | 'help'> | undefined {
  const [environment = '', cluster = '', ...rest] = relative(folder, file).split(sep);
  const known = new Map<string, readonly string[]>();
  for (const {
    environment: { name },
    cluster: one,
  } of clusters) {
    known.set(name, [...(known.get(name) ?? []), one.name]);
  }
  if (rest.length === 0 && (cluster === '' || known.has(environment))) {
    const message = `${file} belongs to no cluster: foreign routes are in ${folder}/<environment>/<cluster>/`;
    return { message, help: 'move it into the folder of the cluster that it was read from' };
  }
  const names = known.get(environment);
  if (names === undefined) {
    const message = `${folder}/${environment} is no environment's folder of foreign routes`;
    return { message, help: suggest(environment, [...known.keys()]) };
  }
  if (names.includes(cluster)) return undefined;
  const message = `${folder}/${environment}/${cluster} is no cluster's folder of foreign routes`;
  const [elsewhere] = [...known].filter(([, others]) => others.includes(cluster)).map(([name]) => name);
  const help =
    elsewhere === undefined
      ? suggest(cluster, names)
      : `the cluster ${cluster} is of the environment ${elsewhere}: move it to ${folder}/${elsewhere}/${cluster}`;
  return { message, help };
}
