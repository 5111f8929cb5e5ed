import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { envoyBootstrap } from '../../mesh/envoy-bootstrap';
import { ADDRESSES, type ControlPlane } from './control-plane';
import { ISTIOD_PORTS } from './istiod';
import { endpointSlice, ENVOY_LABELS, knativeGateways } from './knative-objects';
import type { ClusterPrograms } from './programs';
import { send } from './send';
import { startServiceProxy, type ServiceProxy } from './service-proxy';

/** The address of Envoy's Pod. */
export const ENVOY_POD = '10.244.0.10';

/** The address of the Service of the local gateway. */
export const LOCAL_GATEWAY_IP = '10.96.0.10';

/** The port of Envoy's Pod on which the local gateway is, as Knative's Gateway has it from net-istio 0.19 on. */
export const LOCAL_GATEWAY_PORT = 8081;

const ADMIN_PORT = 15000;

/** Envoy as the workload of Knative's gateways, with the objects of its Pod and its Services. */
export interface LocalGateway {
  /** How many requests the listener of the local gateway has taken, or how many of them it has answered with 400 to 499. */
  requests(which?: 'total' | '4xx'): Promise<number>;
  stop(): Promise<void>;
}

/** Starts Envoy beside an istiod, and connects the Service of the local gateway with it. */
export async function startLocalGateway(
  { envoy }: ClusterPrograms,
  plane: ControlPlane,
): Promise<LocalGateway> {
  await plane.needNamespaces('knative-serving');
  await plane.apply([...knativeGateways(LOCAL_GATEWAY_IP), pod(), ...endpoints()]);
  await markReady(plane);

  const bootstrap = join(plane.folder, 'envoy.yaml');
  const options = {
    xdsPort: ISTIOD_PORTS.xds,
    xdsAddress: ADDRESSES.istiod,
    adminPort: ADMIN_PORT,
    podAddress: ENVOY_POD,
    labels: ENVOY_LABELS,
  };
  writeFileSync(bootstrap, stringify(envoyBootstrap(options)));
  const flags = ['--log-level', 'warning', '--concurrency', '1', '--disable-hot-restart'];
  plane.processes.start('envoy', envoy, ['-c', bootstrap, ...flags]);
  await plane.processes.until('Envoy is ready', async () => (await admin('/ready')).startsWith('LIVE'));
  const proxy: ServiceProxy = await startServiceProxy(
    { address: LOCAL_GATEWAY_IP, port: 80 },
    { address: ENVOY_POD, port: LOCAL_GATEWAY_PORT },
  );
  return {
    async requests(which = 'total') {
      // Newer versions of Istio end the name of the listener with a semicolon.
      const name = new RegExp(
        `^http\\.outbound_0\\.0\\.0\\.0_${LOCAL_GATEWAY_PORT};?\\.downstream_rq_${which}: (\\d+)$`,
        'm',
      );
      const count = name.exec(await admin(`/stats?filter=downstream_rq_${which}`))?.[1];
      if (count === undefined) throw new Error('Envoy does not count the requests of the local gateway');
      return Number(count);
    },
    stop: () => proxy.stop(),
  };
}

function pod(): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'istio-ingressgateway-0', namespace: 'istio-system', labels: ENVOY_LABELS },
    spec: { nodeName: 'node', containers: [{ name: 'istio-proxy', image: 'auto' }] },
  };
}

function endpoints(): readonly object[] {
  const ports = {
    'knative-local-gateway': [{ name: 'http2', port: LOCAL_GATEWAY_PORT }],
    'istio-ingressgateway': [{ name: 'http2', port: 8080 }],
  };
  return Object.entries(ports).map(([service, list]) =>
    endpointSlice('istio-system', service, list, ENVOY_POD),
  );
}

/** Says of Envoy's Pod what a kubelet would. */
async function markReady(plane: ControlPlane): Promise<void> {
  const status = {
    phase: 'Running',
    podIP: ENVOY_POD,
    podIPs: [{ ip: ENVOY_POD }],
    conditions: [{ type: 'Ready', status: 'True' }],
  };
  const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify({ status })];
  const patched = await plane.kubectl([
    '-n',
    'istio-system',
    'patch',
    'pod',
    'istio-ingressgateway-0',
    ...patch,
  ]);
  if (patched.status !== 0) throw new Error(patched.stderr);
}

/** What Envoy's administration says. */
async function admin(path: string): Promise<string> {
  return (await send({ address: '127.0.0.1', port: ADMIN_PORT }, { path, host: 'envoy' })).body;
}
