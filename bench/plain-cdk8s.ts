// The yardstick: what a team writes with cdk8s alone. One VirtualService for each function on each of six
// clusters, run with ts-node as cdk8s's template does it.
//   node -r ts-node/register bench/plain-cdk8s.ts <count> <outdir> chart|resource
import { App, Chart, YamlOutputType } from 'cdk8s';
import { VirtualService } from '../imports/networking.istio.io';

const [count = '700', outdir = 'dist', output = 'chart'] = process.argv.slice(2);

for (const cluster of ['test-cn', 'staging-cn', 'prod-cn', 'prod-us', 'prod-eu', 'prod-sg']) {
  const app = new App({
    outdir: `${outdir}/${cluster}`,
    yamlOutputType: output === 'chart' ? YamlOutputType.FILE_PER_CHART : YamlOutputType.FILE_PER_RESOURCE,
  });
  const chart = new Chart(app, 'functions', { namespace: 'kfaas-system' });
  for (let index = 0; index < Number(count); index += 1) {
    const ksvc = `team-fn-${index}`;
    new VirtualService(chart, ksvc, {
      metadata: { name: `faas-ns-${ksvc}-ksvc-virtualservice` },
      spec: {
        hosts: ['faas-ksvc-gateway.kfaas-system.svc.cluster.local'],
        gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
        http: [
          {
            match: [{ uri: { prefix: `/faas/api/team/fn-${index}/` } }],
            rewrite: { authority: `${ksvc}.faas.svc.cluster.local` },
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
  app.synth();
}
