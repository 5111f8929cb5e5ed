import type { FindingCode, RouteReference, Severity, Witness } from '../../findings';
import type { RouteList } from '../istio';
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
}

/** Returns the position of a route's path. */
export function positionOf(
  { members }: Pick<RouteList, 'members'>,
  { member, rule, match }: Route,
): MatchPosition {
  return {
    virtualService: members[member]?.index ?? 0,
    path: ['spec', 'http', rule, 'match', match, 'uri'],
  };
}
