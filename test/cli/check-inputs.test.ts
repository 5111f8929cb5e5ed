import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../fixtures/project-folder';
import { BROKEN, CLEAN, yaml, type Files } from './check-fixture';
import { kfaas } from './kfaas-command';

describe('inputs as people have them', () => {
  const run = (files: Files, ...args: readonly string[]) =>
    kfaas(projectFolder(files).path, 'check', '--assume-gateways', ...args);

  test('several folders and files', async () => {
    const { out, exit } = await run(BROKEN, '--manifests', 'manifests/a.yaml', 'manifests/b.yaml');
    expect(exit).toBe(1);
    expect(out).toContain('KF601');
    expect((await run(BROKEN, '--manifests', 'manifests/a.yaml')).exit).toBe(0);
    const twice = await run(CLEAN, '--manifests', 'manifests', '--manifests', 'manifests/a.yaml');
    expect(twice.out).toContain('no findings');
  });

  test('what is not there is a wrong usage', async () => {
    const { exit, err, out } = await run(CLEAN, '--manifests', 'manifest');
    expect({ exit, err, out }).toEqual({ exit: 2, err: 'error: manifest does not exist\n', out: '' });
  });

  test('a Gateway that is there is read, and one that is not is named', async () => {
    const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gw, namespace: ns }
spec:
  selector: { app: ingress }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [other.example] }]
`;
    const files = { ...CLEAN, 'manifests/gw.yaml': gateway };
    const { out, exit } = await kfaas(projectFolder(files).path, 'check', '--manifests', 'manifests');
    expect(exit).toBe(1);
    expect(out).toContain('the Gateway ns/gw does not serve h.example for ns: it serves other.example');
    const without = await kfaas(projectFolder(CLEAN).path, 'check', '--manifests', 'manifests');
    expect(without.out).toContain(
      'assuming that the Gateway ns/gw, which is not in the input, serves exactly the hosts',
    );
    expect(without.exit).toBe(0);
  });

  test.each([
    ['networking.Istio.io/v1alpha3', '1.28.6', true],
    ['networking.istio.io/v9', '1.28.6', true],
    ['networking.istio.io/v1', '1.20.4', true],
    ['networking.istio.io/v1beta1', '1.20.4', false],
    ['gateway.solo.io/v1', '1.28.6', false],
  ])('a VirtualService under %s on Istio %s', async (apiVersion, istio, isTold) => {
    const text = yaml('a', '/a/').replace('networking.istio.io/v1', apiVersion);
    const { out, exit } = await run(
      { 'manifests/a.yaml': text },
      '--manifests',
      'manifests',
      '--istio',
      istio,
    );
    expect([out.includes('KF620'), exit]).toEqual([isTold, isTold ? 1 : 0]);
  });

  test('templates and files without objects are counted', async () => {
    const { out, exit } = await run(
      {
        ...CLEAN,
        'manifests/t.yaml': '{{- if .Values.on }}\nkind: VirtualService\n{{- end }}\n',
        'manifests/u.yaml': yaml('"{{ .Values.name }}"', '/a/'),
        'manifests/values.yaml': 'VirtualService: true\n',
      },
      '--manifests',
      'manifests',
    );
    expect(out).toContain(
      'passed over: 2 templates and 1 file without an object of Kubernetes, such as manifests/t.yaml',
    );
    expect([out.includes('h.example  (2 routes'), exit]).toEqual([true, 0]);
  });

  describe('namespaces', () => {
    const bare = yaml('a', '/a/').replace(', namespace: ns', '').replace('ns/gw', 'gw');
    const tablesOf = async (files: Files, ...args: readonly string[]) => {
      const { out } = await run(files, '--manifests', 'manifests', '-o', 'json', ...args);
      return (JSON.parse(out) as { tables: { gateway: string }[] }).tables.map(({ gateway }) => gateway);
    };

    test('by --namespace, for objects that name none', async () => {
      const files = { 'manifests/a.yaml': bare, 'manifests/b.yaml': yaml('b', '/b/').replace('ns/gw', 'gw') };
      expect(await tablesOf(files, '--namespace', 'x')).toEqual(['ns/gw', 'x/gw']);
      expect(await tablesOf(files)).toEqual(['default/gw', 'ns/gw']);
    });

    test('by a kustomization that lists the file, the outermost', async () => {
      const files = {
        'manifests/kustomization.yaml': 'namespace: outer\nresources: [base]\n',
        'manifests/base/kustomization.yaml': 'namespace: inner\nresources: [./a.yaml]\n',
        'manifests/base/a.yaml': bare,
        'manifests/base/b.yaml': bare.replace('name: a', 'name: b'),
      };
      expect(await tablesOf(files)).toEqual(['outer/gw']);
      const own = { ...files, 'manifests/kustomization.yaml': 'resources: [base]\n' };
      expect(await tablesOf(own)).toEqual(['default/gw', 'inner/gw']);
    });
  });

  describe('--mesh-config', () => {
    const bare = (name: string, namespace: string) =>
      yaml(name, '/a/')
        .replace('namespace: ns', `namespace: ${namespace}`)
        .replace('  gateways: [ns/gw]\n', '');
    const files = { 'manifests/a.yaml': bare('a', 't'), 'manifests/b.yaml': bare('b', 'u') };
    const own = 'defaultVirtualServiceExportTo: ["."]\n';

    test.each([
      ['a MeshConfig', own],
      ['a ConfigMap', `apiVersion: v1\nkind: ConfigMap\ndata:\n  mesh: |\n    ${own}`],
      ['the values of a chart', `meshConfig:\n  ${own}`],
    ])('%s', async (_, text) => {
      const args = ['--manifests', 'manifests', '--mesh-config', 'mesh.yaml'];
      expect((await run(files, '--manifests', 'manifests')).exit).toBe(1);
      expect((await run({ ...files, 'mesh.yaml': text }, ...args)).exit).toBe(0);
    });

    test('a trusted proxy in front of gateways gets requests past a redirect to HTTPS', async () => {
      const gateway = [
        'apiVersion: networking.istio.io/v1',
        'kind: Gateway',
        'metadata: { name: gw, namespace: ns }',
        'spec: { servers: [{ port: { number: 80, protocol: HTTP }, hosts: ["*"], tls: { httpsRedirect: true } }] }\n',
      ].join('\n');
      const trusting = 'defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } }\n';
      const args = ['--manifests', 'manifests', '--mesh-config', 'mesh.yaml'];
      const own = {
        'manifests/a.yaml': yaml('a', '/a/'),
        'manifests/b.yaml': yaml('b', '/a/').replace(/host: \S+/, 'host: other'),
        'manifests/gateway.yaml': gateway,
      };
      expect((await run({ ...own, 'mesh.yaml': trusting.replace('1', '0') }, ...args)).exit).toBe(0);
      const { exit, out } = await run({ ...own, 'mesh.yaml': trusting }, ...args);
      expect([exit, out]).toEqual([1, expect.stringContaining('x-forwarded-proto: https')]);
    });

    test.each([
      ['mesh.yaml: "X" is no pathNormalization', 'pathNormalization: { normalization: X }\n'],
      ['mesh.yaml has no mesh configuration', '- a\n'],
      ['mesh.yaml cannot be read', '{'],
    ])('%s', async (problem, text) => {
      const args = ['--manifests', 'manifests', '--mesh-config', 'mesh.yaml'];
      const { exit, err } = await run({ ...files, 'mesh.yaml': text }, ...args);
      expect(exit).toBe(2);
      expect(err).toContain(`error: ${problem}`);
    });
  });

  test('Services are looked for, and copies of one are no finding', async () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: other, namespace: ns }\n';
    const files = { ...CLEAN, 'manifests/s.yaml': service, 'manifests/t.yaml': service };
    const { out, exit } = await run(files, '--manifests', 'manifests');
    expect(out).toContain('warning KF623 the Service a.ns.svc.cluster.local is not in the input');
    expect([out.includes('KF616'), exit]).toEqual([false, 0]);
    const broken = await run(
      { ...CLEAN, 'manifests/s.yaml': 'kind: Service\n{{ x }}\n' },
      '--manifests',
      'manifests',
    );
    expect(broken.out).toContain('no findings');
  });

  test.each([
    [
      'networking.istio.io/v1alpha3',
      'EnvoyFilter',
      'an EnvoyFilter (2 in the input) is not read: it can change any route',
    ],
    [
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'an HTTPRoute (2 in the input) is not read: it adds routes beside',
    ],
  ])('what no verdict includes is named: %s %s', async (apiVersion, kind, message) => {
    const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x, namespace: ns }\n`;
    const files = { ...CLEAN, 'manifests/x.yaml': object, 'manifests/y.yaml': object };
    const { out, exit } = await run(files, '--manifests', 'manifests');
    expect(out).toContain(message);
    expect([out.includes('KF624'), exit]).toEqual([true, 0]);
  });

  test('standard input, as kubectl writes it: a List', () => {
    const items = [yaml('a', '/a/'), yaml('b', '/a/b')].map(
      (text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`,
    );
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(__dirname, '../../cli/kfaas.js'), 'check', '--manifests', '-', '--assume-gateways'],
      { input: `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`, encoding: 'utf8' },
    );
    expect(stdout).toContain('<stdin>:10:29 error KF601');
    expect(stdout).toContain('request: GET /a/b');
    expect(status).toBe(1);
  });

  test('each folder by itself', async () => {
    const files = { 'manifests/one/a.yaml': yaml('a', '/a/'), 'manifests/two/a.yaml': yaml('a', '/a/b') };
    expect((await run(files, '--manifests', 'manifests')).out).toContain('KF616');
    const { out, exit } = await run(files, '--manifests', 'manifests', '--each-folder');
    expect(exit).toBe(0);
    expect(out).toContain('manifests/one  h.example  (1 route, on ns/gw)');
    expect(out).toContain('manifests/two  h.example  (1 route, on ns/gw)');
  });
});
