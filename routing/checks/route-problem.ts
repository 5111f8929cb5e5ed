import type { ConnectionWitness, FindingCode, RouteReference, Severity, Witness } from '../../findings';
import { objectOf, type RouteList } from '../istio';
import type { Route } from '../model';

/** The position of a field: the index of the VirtualService in the input, and the path to the field. */
export interface MatchPosition {
  readonly virtualService: number;
  readonly path: readonly (string | number)[];
}

/** A finding with positions in VirtualServices. A caller that knows the files converts it to a `Finding`. */
export interface RouteProblem {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly positions: readonly MatchPosition[];
  readonly routes?: readonly RouteReference[];
  readonly witness?: Witness;
  readonly connection?: ConnectionWitness;
}

/** Returns the position of a route's path. */
export function positionOf(list: Pick<RouteList, 'members'>, route: Route): MatchPosition {
  return {
    virtualService: objectOf(list, route) ?? 0,
    path: ['spec', 'http', route.rule, 'match', route.match, 'uri'],
  };
}
