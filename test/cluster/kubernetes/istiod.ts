import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, type ControlPlane } from './control-plane';
import type { ClusterPrograms } from './programs';
import { send, type Answer } from './send';

/** Ports of istiod. */
export const ISTIOD_PORTS = { xds: 15010, http: 15014, webhook: 15017 } as const;

/** Starts istiod with the Kubernetes registry, and lets the API server ask it about every object of Istio. */
export async function startIstiod({ pilot }: ClusterPrograms, plane: ControlPlane): Promise<void> {
  await plane.needNamespaces('istio-system');
  const address = (port: number) => `${ADDRESSES.istiod}:${port}`;
  const config = join(plane.folder, 'mesh.yaml');
  const defaultConfig = { discoveryAddress: address(ISTIOD_PORTS.xds) };
  // Without it Envoy waits for certificates that nobody gives it.
  writeFileSync(config, JSON.stringify({ enableAutoMtls: false, defaultConfig }));
  const { file, key } = plane.certificate;
  // istiod refuses to watch one file as two.
  const authority = join(plane.folder, 'authority.pem');
  copyFileSync(file, authority);
  plane.processes.start(
    'istiod',
    pilot,
    [
      'discovery',
      ...['--kubeconfig', plane.kubeconfig, '--meshConfig', config],
      ...['--grpcAddr', address(ISTIOD_PORTS.xds), '--httpAddr', address(ISTIOD_PORTS.http)],
      ...['--httpsAddr', address(ISTIOD_PORTS.webhook), '--monitoringAddr', '', '--secureGRPCAddr', ''],
      ...['--tlsCertFile', file, '--tlsKeyFile', key, '--caCertFile', authority, '--ctrlz_port', '0'],
    ],
    {
      POD_NAME: 'istiod',
      POD_NAMESPACE: 'istio-system',
      ENABLE_CA_SERVER: 'false',
      // These filters are Istio's own build's, and route nothing.
      PILOT_ENABLE_METADATA_EXCHANGE: 'false',
      PILOT_ENABLE_ALPN_FILTER: 'false',
    },
  );
  await plane.processes.until('istiod is ready', async () => {
    return (await askIstiod('/ready')).status === 200;
  });
  await plane.apply([webhook(readFileSync(file))]);
}

/** What istiod's HTTP server answers. */
export function askIstiod(path: string): Promise<Answer> {
  return send({ address: ADDRESSES.istiod, port: ISTIOD_PORTS.http }, { path, host: 'istiod' });
}

/** The webhook of Istio's own installation, as far as validation goes. */
function webhook(certificate: Buffer): object {
  const url = `https://${ADDRESSES.istiod}:${ISTIOD_PORTS.webhook}/validate`;
  const rule = {
    operations: ['CREATE', 'UPDATE'],
    apiGroups: ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'],
    apiVersions: ['*'],
    resources: ['*'],
  };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'istio-validator-istio-system' },
    webhooks: [
      {
        name: 'rev.validation.istio.io',
        clientConfig: { url, caBundle: certificate.toString('base64') },
        rules: [rule],
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}
