import { connect, createServer, type Server, type Socket } from 'node:net';

/** An address and a port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Where connections to an address of a Service go. */
export interface ServiceProxy {
  stop(): Promise<void>;
}

/** Passes connections to an address of a Service on to a Pod, as kube-proxy does, byte by byte. */
export async function startServiceProxy(service: Endpoint, pod: Endpoint): Promise<ServiceProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (client) => {
    const backend = connect({ host: pod.address, port: pod.port, noDelay: true });
    for (const [one, other] of [
      [client, backend],
      [backend, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(service.port, service.address, done);
  });
  return {
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
