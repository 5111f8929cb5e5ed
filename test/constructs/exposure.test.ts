import { join } from 'node:path';
import { parse } from 'yaml';
import { loadCatalog } from '../../catalog';
import { renderClusters } from '../../constructs';
import { platformOf, type Domain, type Environment, type JavaServices } from '../../inventory';
import { platformProfile } from '../../platform';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

const { path } = projectFolder({
  'functions/t/team.yaml': 'contact: t\nprefixes: [/faas/api/t/]\n',
  'functions/t/a.yaml': 'runtime: nodejs\ncalls: [tax, order-center]\n',
  'functions/t/b.yaml': 'runtime: nodejs\nenvironments: [other]\ncalls: [stock]\n',
});

function domain(host: string, exposes: Domain['exposes']): Domain {
  return {
    host,
    audience: 'business',
    functionNamespace: 'faas-alpha',
    ...(exposes === undefined ? {} : { exposes }),
    ingress: { className: 'nginx', namespace: `controller-of-${host.split('.')[0] ?? ''}` },
    tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
  };
}

/** The objects of a cluster that are no function's, by the names of their files. */
function system(change: Partial<Environment>): ReadonlyMap<string, object> {
  const environment: Environment = { ...environmentOf('istio-1.28'), ...change };
  const [cluster] = environment.clusters;
  if (cluster === undefined) throw new Error('no cluster');
  const { profile } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined) throw new Error('no profile');
  const targets = [
    { environment: 'test', cluster: cluster.name },
    { environment: 'other', cluster: 'other' },
  ];
  const { functions } = loadCatalog(join(path, 'functions'), targets);
  const files = [...renderClusters([{ environment, cluster, profile }], functions)];
  return new Map(
    files
      .filter((file) => file.path.includes('/system/'))
      .map((file) => [file.path.replace(/^.*\//, ''), parse(file.text ?? '') as object]),
  );
}

test('a domain that leads nowhere on the cluster is not rendered, and its controller is not let in', () => {
  const files = system({
    domains: [
      domain('open.example.com', { functions: ['t/a'] }),
      domain('silent.example.com', undefined),
      domain('elsewhere.example.com', { functions: ['t/b'] }),
    ],
  });
  expect([...files.keys()].filter((name) => name.includes('example.com'))).toEqual([
    'open.example.com.certificate.yaml',
    'open.example.com.ingress.yaml',
  ]);
  const policies = JSON.stringify([...files].filter(([name]) => name.includes('networkpolicy')));
  expect(policies).toContain('controller-of-open');
  expect(policies).not.toMatch(/controller-of-(silent|elsewhere)/);
});

describe('the egress gateway', () => {
  const gateway = (services: JavaServices | undefined) => {
    const { javaPlatform } = environmentOf('istio-1.28');
    const declared = services === undefined ? javaPlatform : { ...javaPlatform, services };
    const { metadata, data } = system({ javaPlatform: declared }).get('egress-gateway.configmap.yaml') as {
      metadata: { annotations: Record<string, string> };
      data: Record<string, string>;
    };
    const config = parse(data['application.yaml'] ?? '') as {
      zuul: { routes: Record<string, { path: string }> };
    };
    const paths = Object.values(config.zuul.routes).map((route) => route.path);
    return [metadata.annotations['kfaas.io/java-services'], ...paths];
  };

  test('leads to the services that functions of the cluster call, where services are declared', () => {
    const services = { stock: {}, tax: { path: '/v2/tax/' }, 'order-center': {}, idle: {} };
    expect(gateway(services)).toEqual(['order-center,tax', '/order-center/**', '/v2/tax/**']);
  });

  test('leads to all, and says so by saying nothing, where none is declared', () => {
    expect(gateway(undefined)).toEqual([undefined, '/**']);
  });
});
