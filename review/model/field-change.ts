/** A field of an object that differs between the two sides. */
export interface FieldChange {
  /** As kubectl spells it: `spec.http[0].timeout`; a key with dots or slashes stands in brackets: `metadata.labels["kfaas.io/team"]`. */
  readonly path: string;
  /** Undefined where the field is added. */
  readonly before: unknown;
  /** Undefined where the field is removed. */
  readonly after: unknown;
}
