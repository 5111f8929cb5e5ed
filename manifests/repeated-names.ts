import { textOf } from '../base';
import type { ManifestObject } from './read-manifests';

/** An object that has the name of an earlier one. */
export interface RepeatedName {
  /** `<namespace>/<name>` */
  readonly name: string;
  /** What is wrong, in words. */
  readonly message: string;
  readonly again: ManifestObject;
  readonly first: ManifestObject;
}

/** Objects, of each kind and name the first alone. */
export interface FirstOfNames {
  /** The objects in their places; `undefined` where one repeats an earlier name. */
  readonly kept: readonly unknown[];
  readonly repeated: readonly RepeatedName[];
}

/** Keeps, of the objects of each kind, the first of each namespace and name: a cluster has one of them. */
export function firstOfNames(objects: readonly ManifestObject[]): FirstOfNames {
  const firsts = new Map<string, ManifestObject>();
  const repeated: RepeatedName[] = [];
  const kept = objects.map((read) => {
    const { apiVersion, kind, metadata } = read.object as Partial<Named>;
    // What is no text is reported by who reads the object; here it is as good as no name.
    const [namespace, own] = [textOf(metadata?.namespace), textOf(metadata?.name)];
    const name = `${namespace ?? 'default'}/${own ?? ''}`;
    const [group] = (textOf(apiVersion) ?? '').split('/', 1);
    const key = `${group ?? ''} ${textOf(kind) ?? ''} ${name}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, read);
      return read.object;
    }
    const message = `the ${textOf(kind) ?? 'object'} ${name} occurs twice: applied together, one overwrites the other`;
    repeated.push({ name, message, again: read, first });
    return undefined;
  });
  return { kept, repeated };
}

interface Named {
  readonly apiVersion: unknown;
  readonly kind: unknown;
  readonly metadata: { readonly name?: unknown; readonly namespace?: unknown } | null;
}
