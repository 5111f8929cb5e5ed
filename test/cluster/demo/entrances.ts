/** A port of this machine that leads into the network of the demo. */
interface Entrance {
  readonly port: number;
}

/** Where the demo is reached from outside of its network, by name. */
export const DEMO_ENTRANCES: Readonly<Record<'ingress' | 'local', Entrance>> = {
  /** The ingress gateway of the first function namespace, as Java's site gateway sends to it. */
  ingress: { port: 8000 },
  /** The local gateway itself: requests need the Host of a function namespace. */
  local: { port: 8001 },
};
