import { join } from 'node:path';
import { checkManifests } from '../../app/check-manifests';
import { spellReport } from '../../cli/terminal/report';
import { kfaas } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

type Files = Readonly<Record<string, string>>;

/** Runs `kfaas check --manifests manifests --assume-gateways` in a folder with these files. */
const checkFolder = (files: Files, ...args: readonly string[]) =>
  kfaas(projectFolder(files).path, 'check', '--manifests', 'manifests', '--assume-gateways', ...args);

/** Checks a folder in this process. */
function check(files: Files) {
  const { path } = projectFolder(files);
  const checked = checkManifests([join(path, 'manifests')], '1.28.6', { assumeGateways: true });
  if (checked === undefined) throw new Error('Istio 1.28.6 is not known');
  const findings = checked.findings.map(({ code, severity, places }) => {
    const where = places.map(({ file, line, column }) => `${file.slice(path.length + 1)}:${line}:${column}`);
    return [code, severity, ...where].join(' ');
  });
  return { tables: checked.tables.map(({ host, routes }) => `${host} ${routes}`), findings };
}

/** A VirtualService with one prefix, as YAML of seven lines. */
const yaml = (name: string, path: string, host = name): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ns }
spec:
  hosts: [h.example]
  gateways: [ns/gw]
  http: [{ match: [{ uri: { prefix: ${path} } }], route: [{ destination: { host: ${host} } }] }]
`;
const CLEAN: Files = { 'manifests/a.yaml': yaml('a', '/a/'), 'manifests/b.yaml': yaml('b', '/b/') };
const BROKEN: Files = { 'manifests/a.yaml': yaml('a', '/a/'), 'manifests/b.yaml': yaml('b', '/a/b') };
const PLACE = { line: 7, column: 27 };

describe('kfaas check --manifests', () => {
  test('a clean folder', async () => {
    expect(await checkFolder(CLEAN)).toMatchInlineSnapshot(`
     {
       "err": "",
       "exit": 0,
       "out": "proved: every request reaches one outcome, independent of the creation order
       h.example  (2 routes, on ns/gw)
     no findings
     ",
     }
    `);
  });

  test('a broken one, for people', async () => {
    expect(await checkFolder(BROKEN)).toMatchInlineSnapshot(`
     {
       "err": "",
       "exit": 1,
       "out": "BROKEN: some outcomes depend on the creation order
       h.example  (2 routes, on ns/gw)

     manifests/a.yaml:7:27 error KF601 on h.example, rule 0 match 0 of ns/a (prefix /a/) and rule 0 match 0 of ns/b (prefix /a/b) match the same request, and the VirtualService created first answers it; in the current order, the second is unreachable
       7 |   http: [{ match: [{ uri: { prefix: /a/ } }], route: [{ destination: { host: a } }] }]
         |                           ^
       also at manifests/b.yaml:7:27
       7 |   http: [{ match: [{ uri: { prefix: /a/b } }], route: [{ destination: { host: b } }] }]
         |                           ^
       request: GET /a/b
       help: make their matches disjoint, or write both rules into one VirtualService in the intended order
     1 error
     ",
     }
    `);
  });

  test('as JSON', async () => {
    const { exit, out, err } = await checkFolder(BROKEN, '-o', 'json');
    expect([exit, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({
      tables: [{ gateway: 'ns/gw', host: 'h.example', routes: 2, orderIndependent: 'broken' }],
      findings: [
        {
          code: 'KF601',
          places: [
            { file: 'manifests/a.yaml', ...PLACE, object: 'ns/a' },
            { file: 'manifests/b.yaml', ...PLACE, object: 'ns/b' },
          ],
          witness: { method: 'GET', path: '/a/b' },
        },
      ],
      summary: { errors: 1, warnings: 0, notes: 0 },
    });
  });

  test('as SARIF', async () => {
    const { exit, out, err } = await checkFolder(BROKEN, '-o', 'sarif');
    expect([exit, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'KF601',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'manifests/a.yaml' },
                    region: { startLine: PLACE.line, startColumn: PLACE.column },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('as GitHub annotations', async () => {
    const { exit, out } = await checkFolder(BROKEN, '-o', 'github');
    expect(exit).toBe(1);
    expect(out).toMatch(/^::error file=manifests\/a\.yaml,line=7,col=27,title=KF601[^\n]*::on h\.example, /);
  });

  test('a version decides, an unknown one is wrong usage', async () => {
    const [old, unknown] = [
      await checkFolder(CLEAN, '--istio', '1.0.0'),
      await checkFolder(CLEAN, '--istio', '9.9'),
    ];
    expect(old.exit).toBe(1);
    expect(old.out).toContain('are not merged');
    expect(unknown).toEqual({
      exit: 2,
      out: '',
      err: 'error: "9.9" is not an Istio version that KFaas knows: 1.0.0 to 1.31\n',
    });
  });

  // YAML's anchors can say it; Kubernetes takes no such object.
  test('YAML that contains itself', async () => {
    const cyclic = yaml('b', '/a/b').replace('[{ destination', '&r [{ of: *r, destination');
    expect(await checkFolder({ ...CLEAN, 'manifests/b.yaml': cyclic })).toMatchObject({ exit: 1 });
  });
});

describe('the files of a folder', () => {
  test('none', () => {
    expect(check({ 'manifests/notes.txt': 'VirtualService' })).toEqual({ tables: [], findings: [] });
  });

  test('several documents, comments between them, and a byte order mark', () => {
    const files = {
      'manifests/all.yml': `\uFEFF---\n# one\n${yaml('a', '/a')}---\n\n---\n${yaml('b', '/a/b')}`,
    };
    expect(check(files)).toEqual({
      tables: ['h.example 2'],
      findings: ['KF601 error manifests/all.yml:9:27 manifests/all.yml:19:27'],
    });
  });

  test('a List, and a List in it', () => {
    const indented = (name: string, path: string, by: string) =>
      yaml(name, path)
        .trimEnd()
        .split('\n')
        .map((line, index) => (index === 0 ? `${by.slice(2)}- ${line}` : by + line))
        .join('\n');
    const inner = `  - kind: List\n    items:\n${indented('b', '/a/b', '        ')}`;
    const text = `apiVersion: v1\nkind: List\nitems:\n${indented('a', '/a', '    ')}\n${inner}\n`;
    expect(check({ 'manifests/deep/list.yaml': text })).toEqual({
      tables: ['h.example 2'],
      findings: ['KF601 error manifests/deep/list.yaml:10:31 manifests/deep/list.yaml:19:35'],
    });
  });

  test('JSON', () => {
    const object = (name: string, path: string) => ({
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: { name, namespace: 'ns' },
      spec: {
        hosts: ['h.example'],
        gateways: ['ns/gw'],
        http: [{ match: [{ uri: { prefix: path } }], route: [{ destination: { host: name } }] }],
      },
    });
    const items = [object('a', '/a'), object('b', '/a/b')];
    const list = { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualServiceList', items };
    expect(check({ 'manifests/a.json': JSON.stringify(list, undefined, 1) })).toEqual({
      tables: ['h.example 2'],
      findings: ['KF601 error manifests/a.json:23:16 manifests/a.json:57:16'],
    });
  });

  test('broken YAML is KF102, and other files are still checked', () => {
    const { tables, findings } = check({ ...BROKEN, 'manifests/bad.yaml': `${yaml('c', '/c')}  x: [\n` });
    expect(tables).toEqual(['h.example 2']);
    expect(findings).toHaveLength(2);
    expect(findings[0]).toMatch(/^KF102 error manifests\/bad\.yaml:\d+:\d+$/);
    expect(findings[1]).toMatch(/^KF601 error manifests\/a\.yaml:7:27 /);
  });

  test('templates without the kind, hidden folders and packages are ignored', () => {
    const files = {
      ...CLEAN,
      'manifests/templates/service.yaml': 'kind: Service\nmetadata: {{ .Values.meta }}\n{{- end }}\n',
      'manifests/.git/c.yaml': yaml('c', '/a/c'),
      'manifests/node_modules/c.yaml': yaml('c', '/a/c'),
    };
    expect(check(files)).toEqual({ tables: ['h.example 2'], findings: [] });
  });

  test('a template that names the kind is passed over', () => {
    const { findings } = check({
      'manifests/t.yaml': 'kind: VirtualService\nspec: {{ toYaml .x }}\n{{- end }}\n',
    });
    expect(findings).toEqual(['KF621 note']);
  });

  test('objects of other kinds are no tables', () => {
    const text = yaml('a', '/a').replace('VirtualService', 'DestinationRule # no VirtualService');
    expect(check({ 'manifests/a.yaml': text })).toEqual({ tables: [], findings: [] });
  });

  test('a repeated VirtualService is KF616, and the first is checked', () => {
    const files = { ...CLEAN, 'manifests/z.yaml': `# again\n${yaml('a', '/b/')}` };
    expect(check(files)).toEqual({
      tables: ['h.example 2'],
      findings: ['KF616 error manifests/z.yaml:4:19 manifests/a.yaml:3:19'],
    });
  });

  test('one name in two namespaces is not repeated', () => {
    const other = yaml('a', '/c/').replace('namespace: ns', 'namespace: other');
    expect(check({ ...CLEAN, 'manifests/z.yaml': other })).toEqual({ tables: ['h.example 3'], findings: [] });
  });
});

test('control characters in the names of a verdict are escaped', () => {
  const table = {
    cluster: 'c\u001b[2J',
    host: 'h\nproved: all is well',
    gateway: 'ns/\u202egw',
    routes: 1,
    orderIndependent: 'broken' as const,
  };
  const [verdict, line, summary] = spellReport(
    { tables: [table], findings: [], source: () => undefined },
    'human',
  ).split('\n');
  expect(verdict).toBe('BROKEN: some outcomes depend on the creation order');
  expect(line).toBe('  c\\u001b[2J  h\\nproved: all is well  (1 route, on ns/\\u202egw)');
  expect(summary).toBe('no findings');
});

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

  test('each folder by itself', async () => {
    const files = { 'manifests/one/a.yaml': yaml('a', '/a/'), 'manifests/two/a.yaml': yaml('a', '/a/b') };
    expect((await run(files, '--manifests', 'manifests')).out).toContain('KF616');
    const { out, exit } = await run(files, '--manifests', 'manifests', '--each-folder');
    expect(exit).toBe(0);
    expect(out).toContain('manifests/one  h.example  (1 route, on ns/gw)');
    expect(out).toContain('manifests/two  h.example  (1 route, on ns/gw)');
  });
});
