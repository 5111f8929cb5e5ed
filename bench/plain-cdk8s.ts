// The baseline: the same VirtualServices for the same six clusters, written with cdk8s alone and run with ts-node, as
// in the cdk8s project template.
//   node -r ts-node/register bench/plain-cdk8s.ts <count> <outdir> chart|resource
import { App, Chart, YamlOutputType } from 'cdk8s';
import { ENVIRONMENTS } from '../environments';
import { VirtualService } from '../imports/networking.istio.io';

const [count = '700', outdir = 'dist', output = 'chart'] = process.argv.slice(2);

const CLUSTERS = ENVIRONMENTS.flatMap(({ clusters }) => clusters);

for (const { name: cluster, functionNamespaces } of CLUSTERS) {
  const app = new App({
    outdir: `${outdir}/${cluster}`,
    yamlOutputType: output === 'chart' ? YamlOutputType.FILE_PER_CHART : YamlOutputType.FILE_PER_RESOURCE,
  });
  for (const namespace of functionNamespaces) {
    const chart = new Chart(app, namespace, { namespace: 'kfaas-system' });
    for (let index = 0; index < Number(count); index += 1) {
      const ksvc = `team-fn-${index}`;
      new VirtualService(chart, ksvc, {
        metadata: { name: `${namespace}-ns-${ksvc}-ksvc-virtualservice` },
        spec: {
          hosts: [`${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`],
          gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
          http: [
            {
              match: [{ uri: { prefix: `/faas/api/team/fn-${index}/` } }],
              rewrite: { authority: `${ksvc}.${namespace}.svc.cluster.local` },
              route: [
                {
                  destination: {
                    host: 'knative-local-gateway.istio-system.svc.cluster.local',
                    port: { number: 80 },
                  },
                  weight: 100,
                },
              ],
              timeout: '10s',
              retries: { attempts: 0 },
            },
          ],
        },
      });
    }
  }
  app.synth();
}
