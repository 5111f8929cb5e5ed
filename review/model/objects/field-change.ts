/** A field of an object that differs between the snapshots. */
export interface FieldChange {
  /** As kubectl spells it: `spec.http[0].timeout`; a key with dots or slashes is in brackets: `metadata.labels["kfaas.io/team"]`. */
  readonly path: string;
  /** Undefined if the field is added. */
  readonly before: unknown;
  /** Undefined if the field is removed. */
  readonly after: unknown;
}
