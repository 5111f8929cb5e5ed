import { platformProfile } from '../platform';
import { platformOf, type Environment } from './environment';
import type { InventoryProblem } from './problem';

/** Finds clusters of which nobody has said whether their functions are bound to the Gateway of public hosts, as they then are. */
export function checkPublicGateway(environment: Environment): InventoryProblem[] {
  const { clusters, publicGateway } = environment;
  const undecided = clusters.filter((cluster) => (cluster.publicGateway ?? publicGateway) === undefined);
  const [first] = undecided;
  const { profile } = first === undefined ? {} : platformProfile(platformOf(environment, first));
  if (profile === undefined) return [];
  const gateway = profile.gateways.at(-1) ?? '';
  const names = undecided.map(({ name }) => name).join(', ');
  return [
    {
      code: 'KF517',
      severity: 'warning',
      path: ['publicGateway'],
      message: `on ${names} functions are also bound to ${gateway}: whoever reaches it and names a gateway host as Host needs no token`,
      help: "say publicGateway: 'unbound', or 'bound' where requests come by it; docs/environments.md has what closes it",
    },
  ];
}
