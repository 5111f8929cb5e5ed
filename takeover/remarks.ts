import type { ValuePath } from '../shape';

/** What a catalog cannot say of an object. */
export interface Outside {
  /** Where it is in the object. */
  readonly path: ValuePath;
  /** Why, as half a sentence after the field's name. */
  readonly why: string;
}

/** How an imported function differs from its VirtualService, on purpose. */
export type CorrectionKind =
  /** The API group or version is spelled so that no API server takes it. */
  | 'api-version'
  /** A weight stands beside `route` instead of in it, where Istio does not read it. */
  | 'misplaced-weight'
  /** The rule relies on the retries that Istio makes where nothing is said; functions retry only where they say so. */
  | 'default-retries'
  /** The rule answers no request, since others match them all first. */
  | 'dead-rule'
  /** The local gateway of another Knative version is named, or the same in other words. */
  | 'gateway-name'
  /** A timeout of 0 s, which is none. */
  | 'zero-timeout';

/** One such difference. */
export interface Correction {
  readonly kind: CorrectionKind;
  readonly path: ValuePath;
  /** What was there, and what is imported instead: one sentence without a full stop. */
  readonly message: string;
}

/** Collects what is found while one object is read. */
export class Remarks {
  public readonly outside: Outside[] = [];
  public readonly corrections: Correction[] = [];

  /** Notes a field that the catalog cannot say. */
  public refuse(path: ValuePath, why: string): void {
    this.outside.push({ path, why });
  }

  /** Notes a difference on purpose. */
  public correct(kind: CorrectionKind, path: ValuePath, message: string): void {
    this.corrections.push({ kind, path, message });
  }
}
