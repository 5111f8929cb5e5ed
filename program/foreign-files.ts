import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isMapping, textOf, type Mapping } from '../base';
import { hasErrors, unreadFile, type Finding } from '../findings';
import {
  firstOfNames,
  inputFiles,
  readInputs,
  textOfInput,
  type InputFiles,
  type ManifestObject,
} from '../manifests';
import type { ForeignVirtualService, RouteCheck } from '../precedence';
import { misplacedForeign } from './foreign-folders';
import type { EnvironmentCluster } from './load';

/** The folder of foreign routes. */
export interface ForeignFolder {
  /** Stands for all of its files: where it is the same, they are. */
  readonly key: string;
  /** Reads the files. Not asked for where an earlier run judged the same. */
  readonly read: () => ReadForeign;
  /** Gives the text of one of its files. */
  readonly source: (file: string) => string | undefined;
}

/** What the folder of foreign routes has. */
export interface ReadForeign {
  /** The VirtualServices of a cluster, by its name. */
  readonly of: (cluster: string) => readonly ForeignVirtualService[];
  readonly findings: readonly Finding[];
}

/** Opens the folder of foreign routes. */
export function openForeign(
  folder: string | undefined,
  clusters: readonly EnvironmentCluster[],
): ForeignFolder {
  if (folder === undefined || !existsSync(folder)) {
    return { key: '', read: () => ({ of: () => [], findings: [] }), source: () => undefined };
  }
  const { files, unread } = inputFiles([folder]);
  const known = new Set(files);
  const hash = createHash('sha1');
  // Whatever is in the way of reading a file is among the findings, with which nothing is recorded.
  for (const file of files) hash.update(JSON.stringify([file, textIfRead(file) ?? null]));
  for (const { file, message } of unread) hash.update(JSON.stringify([file, message]));
  return {
    key: hash.digest('base64'),
    read: () => readForeign(folder, { files, unread }, clusters),
    source: (file) => (known.has(file) ? textIfRead(file) : undefined),
  };
}

/**
 * Checks routes beside foreign ones.
 * @returns the result with the findings about the folder; without verdicts where some of it cannot be read
 */
export function withForeign(
  folder: ForeignFolder,
  check: (foreignOf: ReadForeign['of']) => RouteCheck,
): RouteCheck {
  const { of, findings } = folder.read();
  const checked = check(of);
  if (findings.length === 0) return checked;
  return {
    ...checked,
    tables: hasErrors(findings) ? [] : checked.tables,
    findings: [...findings, ...checked.findings],
  };
}

function readForeign(
  folder: string,
  { files, unread }: InputFiles,
  clusters: readonly EnvironmentCluster[],
): ReadForeign {
  const findings: Finding[] = [
    ...unread.map((file) => unreadFile(file, UNREAD_HELP)),
    ...misplacedForeign(folder, files, clusters),
  ];
  const read = new Map<string, readonly ForeignVirtualService[]>();
  for (const { environment, cluster } of clusters) {
    const own = join(folder, environment.name, cluster.name);
    if (!existsSync(own)) continue;
    const { objects, findings: found } = readCluster(own);
    findings.push(...found);
    read.set(cluster.name, objects);
  }
  return { of: (cluster) => read.get(cluster) ?? [], findings };
}

function readCluster(folder: string): {
  readonly objects: readonly ForeignVirtualService[];
  readonly findings: readonly Finding[];
} {
  // A dump says itself in which namespaces its objects are.
  const { objects, unread } = readInputs([folder], { kinds: ['VirtualService'], kustomized: false });
  const ours = objects.filter(({ object }) => isOfIstio(object));
  const { kept, repeated } = firstOfNames(ours);
  const used = new Set([...ours, ...unread].map(({ file }) => file));
  return {
    objects: ours.flatMap(({ placeOf }, index) => {
      const object = kept[index];
      return isMapping(object) ? [{ object, placeOf }] : [];
    }),
    findings: [
      ...unread.map((file) => unreadFile(file, UNREAD_HELP)),
      ...inputFiles([folder]).files.flatMap((file) => (used.has(file) ? [] : [unusedFinding(file)])),
      ...repeated.map(repeatedFinding),
    ],
  };
}

/** What to do with a file that cannot be read. */
const UNREAD_HELP = {
  file: 'make it a file that you may read, or remove it',
  yaml: 'fix it, or dump the cluster again: nothing is proved without the foreign routes of this file',
};

function isOfIstio(object: unknown): object is Mapping {
  return isMapping(object) && textOf(object.apiVersion)?.startsWith('networking.istio.io/') === true;
}

function unusedFinding(file: string): Finding {
  return {
    code: 'KF111',
    severity: 'warning',
    message: `${file} has no VirtualService of Istio: nothing of it is judged`,
    help: 'write there what kubectl get virtualservices -o yaml prints, or remove it',
    places: [{ file, line: 1, column: 1 }],
  };
}

function repeatedFinding({
  message,
  again,
  first,
}: {
  readonly message: string;
  readonly again: ManifestObject;
  readonly first: ManifestObject;
}): Finding {
  return {
    code: 'KF616',
    severity: 'error',
    message,
    help: 'leave one of the two out: a cluster has one of them',
    places: [again, first].map(({ placeOf }) => placeOf(['metadata', 'name'])),
  };
}

function textIfRead(file: string): string | undefined {
  try {
    return textOfInput(file);
  } catch {
    return undefined;
  }
}
