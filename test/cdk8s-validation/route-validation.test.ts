import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { RouteValidation, type ValidationContext } from '../../cdk8s-validation/route-validation';
import { projectFolder } from '../fixtures/project-folder';

const ROOT = resolve(__dirname, '../..');

function virtualService(name: string, prefix: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ns }
spec:
  hosts: [h.example]
  gateways: [ns/gw]
  http:
    - match: [{ uri: { prefix: ${prefix} } }]
      route: [{ destination: { host: ${name} } }]
`;
}

/** A cdk8s project whose program writes what it receives, and which validates with the plugin. */
function project(files: Readonly<Record<string, string>>) {
  const { path } = projectFolder({
    'cdk8s.yaml': `language: typescript
app: cp -r given dist
output: dist
validations:
  - package: ${join(ROOT, 'cdk8s-validation')}
    class: RouteValidation
    version: 0.1.0
    properties: { istio: 1.28.6 }
`,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`given/${name}`, text])),
  });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'],
    { cwd: path, encoding: 'utf8' },
  );
  return { status, output: `${stdout}${stderr}` };
}

test('cdk8s synth fails on a table that is broken, and shows the request', () => {
  const { status, output } = project({
    'a.yaml': virtualService('one', '/a/'),
    'b.yaml': virtualService('two', '/a/b/'),
  });
  expect(status).toBe(2);
  expect(output).toContain('KF601 (error)');
  expect(output).toContain('GET /a/b/');
});

test('cdk8s synth passes where all is proved, and folders with a kustomization are judged apart', () => {
  const { status, output } = project({
    'one/kustomization.yaml': 'resources: [a.yaml]\n',
    'one/a.yaml': virtualService('one', '/a/'),
    'two/kustomization.yaml': 'resources: [b.yaml]\n',
    'two/b.yaml': virtualService('one', '/a/b/'),
  });
  expect(output).toMatch(/proved +│ 2 /);
  expect(status).toBe(0);
});

test('an Istio version that is not known is refused', () => {
  const context: ValidationContext = {
    manifests: [],
    report: { addViolation: () => undefined, submit: () => undefined },
  };
  const { path } = projectFolder({ 'a.yaml': virtualService('one', '/a/') });
  expect(() =>
    new RouteValidation({ istio: '9.1' }).validate({ ...context, manifests: [join(path, 'a.yaml')] }),
  ).toThrow('"9.1" is not an Istio version that KFaas knows: 1.0.0 to 1.31');
});
