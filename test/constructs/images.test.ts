import { loadCatalog } from '../../catalog';
import { FunctionService } from '../../constructs/function-service';
import { GatewayDeployment } from '../../constructs/gateway-deployment';
import { projectFolder } from '../fixtures/project-folder';
import { only, profileOf, render, type Rendered } from './rendered';

const profile = profileOf('1.33');
const DIGEST = `@sha256:${'0a'.repeat(32)}`;

function gateway(image: string): readonly Rendered[] {
  const selector = { 'app.kubernetes.io/name': 'gateway' };
  return render(
    (scope) =>
      new GatewayDeployment(scope, 'Deployment', {
        name: 'gateway',
        labels: selector,
        selector,
        workload: { image, replicas: { min: 1, max: 2 }, resources: { cpu: '100m', memory: '256Mi' } },
        configMap: { name: 'gateway', content: 'a: b\n' },
        profile,
      }),
  );
}

function knativeService(image: string): readonly Rendered[] {
  const { path } = projectFolder({
    'saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\n',
    'saas/showroom.yaml': `runtime: nodejs\nservice: { image: "${image}" }\n`,
  });
  const [declared] = loadCatalog(path, [{ environment: 'prod', cluster: 'prod-us' }]).functions;
  const spec = declared?.specs.get('prod-us');
  if (spec?.service === undefined) throw new Error(`${image} is refused`);
  const { service } = spec;
  return render(
    (scope) =>
      new FunctionService(scope, 'Function', { function: spec, service, namespace: 'faas', profile }),
  );
}

test.each([`a${DIGEST}`, `registry.example.com:5000/a:1.4.2${DIGEST}`])(
  'an image by digest is rendered as it stands: %s',
  (image) => {
    for (const service of [only(gateway(image), 'Deployment'), only(knativeService(image), 'Service')]) {
      expect(service).toHaveProperty('spec.template.spec.containers.0.image', image);
    }
  },
);
