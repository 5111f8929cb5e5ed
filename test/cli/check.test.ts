import { join } from 'node:path';
import { checkManifests } from '../../app/check-manifests';
import { spellReport } from '../../cli/terminal/report';
import { BROKEN, CLEAN, yaml, type Files } from './check-fixture';
import { kfaas } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

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

  test('many alike findings about one folder are grouped for people alone', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index): [string, string] => [
        `manifests/${index}.yaml`,
        yaml(`v${index}`, `/a${index}/`).replace('ns/gw', `ns/gw${index}`),
      ]),
    );
    const { path } = projectFolder(files);
    const { out } = await kfaas(path, 'check', '--manifests', 'manifests');
    expect(out).toContain('20 notes KF618 in manifests: a Gateway that is not in the input\n');
    expect(out).toContain('  and 17 more KF618 in manifests, with the same help:\n');
    expect(out).toMatch(/ {2}and 7 more, which -o json lists\n20 notes\n$/);
    const json = await kfaas(path, 'check', '--manifests', 'manifests', '-o', 'json');
    expect(json.out.match(/KF618/g)?.length).toBeGreaterThanOrEqual(20);
    const github = await kfaas(path, 'check', '--manifests', 'manifests', '-o', 'github');
    expect(github.out.match(/::notice .*KF618/g)).toHaveLength(20);
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
