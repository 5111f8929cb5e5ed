import { loadAll } from 'js-yaml';
import { join } from 'node:path';
import type { Environment } from '../../inventory';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';
import { renderStack } from '../matrix/rendered-stack';

interface KnativeService {
  readonly spec: { readonly template: { readonly spec: object } };
}

/** An environment of one cluster, with some Secrets. */
function environment(
  name: string,
  stack: 'istio-1.2' | 'istio-1.28',
  more: Partial<Environment>,
): Environment {
  const base = environmentOf(stack);
  return {
    ...base,
    name,
    clusters: base.clusters.map((cluster) => ({ ...cluster, name: `${name}-cn` })),
    ...more,
  };
}

test('each environment has its own Secrets in its functions, and an old Knative none', () => {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml': 'runtime: nodejs\nservice: { image: "a:1" }\n',
  });
  const { files } = renderStack(
    [
      environment('none', 'istio-1.28', {}),
      environment('one', 'istio-1.28', { imagePullSecrets: ['one'] }),
      environment('two', 'istio-1.28', { imagePullSecrets: ['one', 'two'] }),
      environment('old', 'istio-1.2', { imagePullSecrets: ['one'] }),
    ],
    join(path, 'functions'),
  );
  const secretsOf = (name: string) => {
    const text = files.get(`${name}/${name}-cn/faas-alpha/team-fn.yaml`) ?? '';
    const [service] = loadAll(text) as KnativeService[];
    return service?.spec.template.spec;
  };
  expect(secretsOf('none')).not.toHaveProperty('imagePullSecrets');
  expect(secretsOf('one')).toHaveProperty('imagePullSecrets', [{ name: 'one' }]);
  expect(secretsOf('two')).toHaveProperty('imagePullSecrets', [{ name: 'one' }, { name: 'two' }]);
  expect(secretsOf('old')).not.toHaveProperty('imagePullSecrets');
});
