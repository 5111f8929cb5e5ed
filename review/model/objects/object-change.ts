import type { FieldChange } from './field-change';
import type { ObjectLocation } from '../clusters';
import type { PublicHost } from './public-hosts';

/** The identifying names of a Kubernetes object. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for an object without a namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** One change of objects, equal at all its locations. */
export interface ObjectChange {
  /** `renamed`: an object is removed and a similar one with other names is added, possibly in another file. */
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed';
  /** The object at the first location: after the change, or, if it is removed, before it. */
  readonly object: ObjectName;
  /** The previous name of a renamed object; undefined for other kinds. */
  readonly from: ObjectName | undefined;
  /** The changed fields, in field order; of a renamed object, those besides the names. Empty for `added` and `removed`. */
  readonly fields: readonly FieldChange[];
  /** The notable effects of the change: `scales to 200 pods (was 100)`. */
  readonly meaning: readonly string[];
  /** The locations after the change, or, if the object is removed, before it. */
  readonly where: readonly ObjectLocation[];
  /**
   * Public hosts that a cluster gains or loses by the change.
   * @default - none
   */
  readonly publicHosts?: readonly PublicHost[];
  /** The object at the first location as JSON values; undefined if it does not exist. */
  readonly before: unknown;
  readonly after: unknown;
}
