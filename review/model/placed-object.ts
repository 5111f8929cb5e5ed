import { isMapping, type Mapping } from '../../routing';
import type { ObjectName } from './object-change';
import { isBeyondLimits, ownField } from './plain-value';
import { secretValues, type Redact } from './secret-values';
import type { SideFile } from './side';

/** An object of a file's content, wherever files of that content stand. */
export interface ReadObject {
  /** Undefined for what is no object with a kind and a name: the file it stands in names it. */
  readonly name: ObjectName | undefined;
  /** Objects of two sides with the same key are one and the same; the version of the API does not count. */
  readonly key: string;
  /** Its API group and kind. */
  readonly groupKind: string;
  /** As the manifest has it, but for the values of a Secret; of what is {@link isBeyond} no more than its name. */
  readonly value: unknown;
  /** Whether it is too large for any API server, so that it cannot be compared. */
  readonly isBeyond: boolean;
}

/** An object in a file of a cluster. */
export interface PlacedObject {
  readonly read: ReadObject;
  /** Below the side's folder. */
  readonly file: string;
}

/** Where an object without a namespace goes, unless whoever applies it names another. */
const DEFAULT_NAMESPACE = 'default';

/** Reads the objects of files, those of the same content once. */
export function objectReader(): (file: SideFile) => readonly ReadObject[] {
  const known = new Map<string, readonly ReadObject[]>();
  const redact = secretValues();
  return (file) => {
    let objects = known.get(file.hash);
    if (objects === undefined) {
      let nameless = 0;
      objects = file.objects().flatMap((value) => {
        // A document without content, which a stray `---` makes, is nothing to a cluster.
        if (value === undefined || value === null) return [];
        const read = readObject(value, nameless, redact);
        if (read.name === undefined) nameless += 1;
        return [read];
      });
      known.set(file.hash, objects);
    }
    return objects;
  };
}

function readObject(value: unknown, nameless: number, redact: Redact): ReadObject {
  const apiVersion = textIn(value, 'apiVersion') ?? '';
  const kind = textIn(value, 'kind');
  const metadata = isMapping(value) ? ownField(value, 'metadata') : undefined;
  const name = textIn(metadata, 'name');
  const namespace = textIn(metadata, 'namespace');
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  const groupKind = `${group ?? ''}/${kind ?? ''}`;
  const isBeyond = isBeyondLimits(value);
  const named = kind === undefined || name === undefined ? undefined : { apiVersion, kind, namespace, name };
  return {
    name: named,
    key: JSON.stringify(named === undefined ? [nameless] : [groupKind, namespace ?? DEFAULT_NAMESPACE, name]),
    groupKind,
    value: isBeyond ? outline(apiVersion, kind, namespace, name) : withoutFileList(redact(value), group),
    isBeyond,
  };
}

/** What an object too large to show is called, as an object. */
function outline(apiVersion: string, kind?: string, namespace?: string, name?: string): Mapping {
  return {
    apiVersion,
    ...(kind === undefined ? {} : { kind }),
    metadata: { ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }) },
  };
}

/** A kustomization's resources only repeat which files there are, and of each the objects are told. */
function withoutFileList(value: unknown, group: string | undefined): unknown {
  if (group !== 'kustomize.config.k8s.io' || !isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'resources'));
}

/** How an object is called; one without kind and name, by its file below the cluster's folder. */
export function objectName({ read }: PlacedObject, fileBelow: string): ObjectName {
  return (
    read.name ?? {
      apiVersion: textIn(read.value, 'apiVersion') ?? '',
      kind: textIn(read.value, 'kind') ?? '',
      namespace: undefined,
      name: fileBelow,
    }
  );
}

function textIn(value: unknown, key: string): string | undefined {
  const text = isMapping(value) ? ownField(value, key) : undefined;
  return typeof text === 'string' ? text : undefined;
}
