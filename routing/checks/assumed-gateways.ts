import type { RouteTables } from '../istio';
import type { RouteProblem } from './route-problem';

/**
 * Returns a note for each Gateway that VirtualServices name and that is not among the objects: the verdicts on its hosts hold
 * under an assumption. Where other Gateways of its namespace are there, it is a warning, since it most likely does not exist.
 */
export function assumedGatewayProblems({ assumed }: RouteTables): readonly RouteProblem[] {
  return assumed.map(({ gateway, hasNeighbours, index, path }) => ({
    code: 'KF618',
    severity: hasNeighbours ? 'warning' : 'note',
    message: hasNeighbours
      ? `the Gateway ${gateway} is not in the input, although others of its namespace are: assuming that it serves exactly the hosts of its VirtualServices, on a listener of its own`
      : `assuming that the Gateway ${gateway}, which is not in the input, serves exactly the hosts of its VirtualServices, on a listener of its own`,
    help: 'add the Gateway to the input, or accept the assumption with --assume-gateways',
    positions: [{ virtualService: index, path }],
  }));
}
