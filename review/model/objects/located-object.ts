import { isMapping, type Mapping } from '../../../base';
import type { ObjectName } from './object-change';
import { isBeyondLimits, ownField } from './json-value';
import { isFromServer, withoutServerFields } from './server-fields';
import { secretValues, type Redact } from './secret-values';
import type { SnapshotFile } from '../clusters';

/** An object of a file's content; files with equal content share it. */
export interface ReadObject {
  /** Undefined for a value without a kind and a name: its file names it. */
  readonly name: ObjectName | undefined;
  /** Identifies the object in both snapshots; the API version is ignored. */
  readonly key: string;
  /** Its API group and kind. */
  readonly groupKind: string;
  /** The manifest with redacted Secret values; only the names if it {@link isBeyond} the limits. */
  readonly value: unknown;
  /** Whether it is too large for any API server, and therefore not compared. */
  readonly isBeyond: boolean;
  /** Whether an API server gave it; {@link value} is then without the fields that the server writes. */
  readonly isFromServer: boolean;
}

/** An object in a file of a cluster. */
export interface LocatedObject {
  readonly read: ReadObject;
  /** The path below the snapshot's folder. */
  readonly file: string;
}

/** The namespace of an object without one, unless the command that applies it names another. */
const DEFAULT_NAMESPACE = 'default';

/** Returns a function that reads the objects of a file; equal contents are read once. */
export function objectReader(): (file: SnapshotFile) => readonly ReadObject[] {
  const known = new Map<string, readonly ReadObject[]>();
  const redact = secretValues();
  return (file) => {
    let objects = known.get(file.hash);
    if (objects === undefined) {
      let nameless = 0;
      objects = file.objects().flatMap((value) => {
        // A stray `---` makes an empty document, which a cluster ignores.
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
  const fromServer = !isBeyond && isFromServer(value);
  const applied = fromServer ? withoutServerFields(value) : value;
  const named = kind === undefined || name === undefined ? undefined : { apiVersion, kind, namespace, name };
  return {
    name: named,
    key: JSON.stringify(named === undefined ? [nameless] : [groupKind, namespace ?? DEFAULT_NAMESPACE, name]),
    groupKind,
    value: isBeyond ? outline(apiVersion, kind, namespace, name) : withoutFileList(redact(applied), group),
    isBeyond,
    isFromServer: fromServer,
  };
}

/** Returns the names of an object that is too large to show, as an object. */
function outline(apiVersion: string, kind?: string, namespace?: string, name?: string): Mapping {
  return {
    apiVersion,
    ...(kind === undefined ? {} : { kind }),
    metadata: { ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }) },
  };
}

/** Removes a kustomization's resources: they repeat the file names, and the objects of each file are compared anyway. */
function withoutFileList(value: unknown, group: string | undefined): unknown {
  if (group !== 'kustomize.config.k8s.io' || !isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'resources'));
}

/** Returns the name of an object; without a kind and a name, its file below the cluster's folder. */
export function objectName({ read }: LocatedObject, fileBelow: string): ObjectName {
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
