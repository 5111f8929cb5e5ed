import type { FindingCode, RouteReference, Severity, Witness } from '../findings';

/** A place in a VirtualService: the object by its index among those given, and the way to a field of it. */
export interface Spot {
  readonly virtualService: number;
  readonly path: readonly (string | number)[];
}

/** A finding whose places are fields of VirtualServices; whoever knows the files makes a finding of it. */
export interface RouteProblem {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly spots: readonly Spot[];
  readonly routes?: readonly RouteReference[];
  readonly witness?: Witness;
}
