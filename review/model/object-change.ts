import type { FieldChange } from './field-change';
import type { ObjectPlace } from './place';
import type { PublicHost } from './public-hosts';

/** A Kubernetes object, by what its cluster tells it by. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for an object that is in no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** What happens to objects, the same wherever it is said to hold. */
export interface ObjectChange {
  /** `renamed`: an object is removed, and one that is alike but for names and namespace is added; it may stand in another file. */
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed';
  /** The object at the first of the places: as it is on the head side, or, where it is removed, on the base side. */
  readonly object: ObjectName;
  /** What a renamed object was before; undefined for other kinds. */
  readonly from: ObjectName | undefined;
  /** What differs, in the order of the fields; for a renamed object what differs besides the names. Empty for `added` and `removed`. */
  readonly fields: readonly FieldChange[];
  /** What that means, in words, where it is worth knowing: `scales to 200 pods (was 100)`. */
  readonly meaning: readonly string[];
  /** Where it holds: head's places, or, where it is removed, base's. */
  readonly where: readonly ObjectPlace[];
  /**
   * Public hosts that come to a cluster with it, or go from one.
   * @default - none
   */
  readonly publicHosts?: readonly PublicHost[];
  /** The object before and after at the first place, as plain values; undefined where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}
