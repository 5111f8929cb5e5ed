import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import { isMapping, listOf } from '../base';
import { inputFiles, textOfInput } from './input-files';
import { kustomizedNamespaces } from './kustomization-namespace';
import { kindOf, manifestItems } from './manifest-text';

/** Where something is in a manifest file. */
export interface ManifestPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
}

/** An object of a manifest. */
export interface ManifestObject {
  readonly object: unknown;
  readonly file: string;
  /** The place of a field, or, where the object lacks it, of the nearest that encloses it. */
  readonly placeOf: (path: readonly (string | number)[]) => ManifestPlace;
}

/** A file that cannot be read. */
export interface UnreadManifest extends ManifestPlace {
  readonly message: string;
  /** Whether the file itself cannot be read, rather than its YAML. */
  readonly isSystem: boolean;
}

/** The objects of a folder's manifests, in the order of their files. */
export interface ReadManifests {
  readonly objects: readonly ManifestObject[];
  readonly unread: readonly UnreadManifest[];
  readonly passedOver: PassedOver;
  /** Gives the text of a file that was read. */
  readonly source: (file: string) => string | undefined;
}

/** Files that were passed over although they name a kind. */
export interface PassedOver {
  /** Templates of Helm or Go, which are no YAML or no objects until they are rendered. */
  readonly templates: readonly string[];
  /** Files without an object of Kubernetes, such as the values of a template. */
  readonly others: readonly string[];
}

/** How manifests are read. */
export interface ReadOptions {
  /** The kinds that are read. */
  readonly kinds: readonly string[];
  /**
   * More kinds, which are read where that is possible: a file that names these alone is left out without a word where it is
   * no manifest.
   * @default - none
   */
  readonly also?: readonly string[];
  /**
   * The namespace of objects that name none.
   * @default - none: objects stay as they are
   */
  readonly namespace?: string;
  /**
   * Whether objects are in the namespace that a kustomization around their file gives them. If not, they are what their file says alone.
   * @default true
   */
  readonly kustomized?: boolean;
}

/**
 * Reads all objects of some kinds in a folder: YAML files of any number of documents, JSON files, and the items of Lists.
 * A file that does not have a kind's name in it is passed over unread.
 */
export function readManifests(folder: string, ...kinds: readonly string[]): ReadManifests {
  return readInputs([folder], { kinds });
}

/** Reads all objects of some kinds in some files, as {@link readManifests} does. */
export function readManifestFiles(files: readonly string[], ...kinds: readonly string[]): ReadManifests {
  return readFiles(files, { kinds });
}

/** Reads all objects of some kinds in folders, files and standard input (`-`), as {@link readManifests} does. */
export function readInputs(inputs: readonly string[], options: ReadOptions): ReadManifests {
  const { files, unread } = inputFiles(inputs);
  const read = readFiles(files, options);
  return { ...read, unread: [...unread, ...read.unread] };
}

function readFiles(
  files: readonly string[],
  { kinds, also = [], namespace, kustomized: isKustomized = true }: ReadOptions,
): ReadManifests {
  const all = [...kinds, ...also];
  const objects: ManifestObject[] = [];
  const unread: UnreadManifest[] = [];
  const passedOver = { templates: [] as string[], others: [] as string[] };
  const kustomized = isKustomized ? kustomizedNamespaces() : () => undefined;
  for (const file of files) {
    const text = textOf(file, unread);
    if (text === undefined || !all.some((kind) => text.includes(kind))) continue;
    const counts = kinds.some((kind) => text.includes(kind));
    const read = manifestItems(file, text);
    if (!('items' in read)) {
      if (!counts) continue;
      if (TEMPLATE.test(text)) passedOver.templates.push(file);
      else unread.push({ file, ...read, isSystem: false });
      continue;
    }
    if (counts && read.items.every(({ object }) => kindOf(object) === undefined))
      passedOver.others.push(file);
    const found = read.items.filter(({ object }) => all.includes(kindOf(object) ?? ''));
    if (found.some(({ object }) => isTemplate(object))) {
      if (counts) passedOver.templates.push(file);
      continue;
    }
    const own = found.length === 0 ? undefined : kustomized(file);
    for (const { object, document, path } of found) {
      objects.push({
        object: inNamespace(object, own, namespace),
        file,
        placeOf: (field) => locate(file, text, document, [...path, ...field]),
      });
    }
  }
  return { objects, unread, passedOver, source: (file) => textOf(file, []) };
}

/** An action of a template. */
const TEMPLATE = /\{\{[^]*?\}\}/;

/** Whether an object is named by a template, or its hosts or Gateways are. */
function isTemplate(object: unknown): boolean {
  if (!isMapping(object)) return false;
  const { name, namespace } = isMapping(object.metadata) ? object.metadata : {};
  const { hosts, gateways } = isMapping(object.spec) ? object.spec : {};
  return [name, namespace, ...listOf(hosts), ...listOf(gateways)].some(
    (text) => typeof text === 'string' && TEMPLATE.test(text),
  );
}

/** An object in the namespace that kustomize gives it, or, if it has none, in the usual one. */
function inNamespace(object: unknown, kustomized: string | undefined, usual: string | undefined): unknown {
  if ((kustomized ?? usual) === undefined || !isMapping(object)) return object;
  const metadata = isMapping(object.metadata) ? object.metadata : {};
  const namespace = kustomized ?? metadata.namespace ?? usual;
  return { ...object, metadata: { ...metadata, namespace } };
}

function textOf(file: string, unread: UnreadManifest[]): string | undefined {
  try {
    return textOfInput(file);
  } catch (error) {
    unread.push({ file, line: 1, column: 1, message: (error as Error).message, isSystem: true });
    return undefined;
  }
}

/** Documents with their positions, of the file that was asked for last: reading them takes long. */
let located: { text: string; documents: readonly Document[]; lines: LineCounter } | undefined;

function locate(
  file: string,
  text: string,
  index: number,
  path: readonly (string | number)[],
): ManifestPlace {
  if (located?.text !== text) {
    const lines = new LineCounter();
    located = { text, documents: [...parseAllDocuments(text, { lineCounter: lines })], lines };
  }
  const document = located.documents[index];
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document?.contents : document?.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    if (range?.[0] === undefined) continue;
    const { line, col } = located.lines.linePos(range[0]);
    return { file, line, column: col };
  }
  return { file, line: 1, column: 1 };
}
