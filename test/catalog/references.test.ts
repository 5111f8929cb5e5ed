import { loadCatalog, type Target } from '../../catalog';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS: readonly Target[] = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'prod', cluster: 'prod-us' },
];

const team = (name: string, more = '') => `contact: a\nprefixes: [/faas/api/${name}/]\n${more}`;

/** The findings of a catalog with a function saas/showroom, a team search, and more files. */
function found(showroom: string, more: Readonly<Record<string, string>> = {}): string[] {
  const { path } = projectFolder({
    'saas/team.yaml': team('saas'),
    'saas/showroom.yaml': showroom,
    'saas/price-list.yaml': 'runtime: nodejs\n',
    'search/team.yaml': team('search'),
    'search/models.yaml': 'runtime: nodejs\n',
    ...more,
  });
  return loadCatalog(path, TARGETS).findings.map(({ code, severity, message, help, places }) => {
    const lines = places.map(({ file, line, column }) => `${file.slice(path.length + 1)}:${line}:${column}`);
    return `${lines.join(' ')} ${severity} ${code} ${message} | ${help}`;
  });
}

const backend = (service: string) => `runtime: nodejs\nbackends: [{ service: ${service} }]\n`;

const elsewhere = (service: string) => `${backend(service)}deployedElsewhere: [${service}]\n`;

describe('a backend', () => {
  test.each([
    ["the function's own Knative Service", backend('saas-showroom')],
    ["the Knative Service of the team's other function", backend('saas-price-list')],
    ['one that the file declares to be deployed elsewhere', elsewhere('saas-showroom-green')],
    ['one with any other name, declared so', elsewhere('rooms')],
  ])('that is %s is fine', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  test('that no file declares is an error with the line to add', () => {
    expect(found(backend('saas-showroom-green'))).toEqual([
      'saas/showroom.yaml:2:23 error KF413 no file declares the backend "saas-showroom-green": requests would fail with 503 if it is not there | If another pipeline deploys it, add to this file the line "deployedElsewhere: [saas-showroom-green]"',
    ]);
  });

  test('of weight 0 needs a declaration, too', () => {
    const text =
      'runtime: nodejs\nbackends: [{ service: saas-showroom, weight: 100 }, { service: x, weight: 0 }]\n';
    expect(found(text)).toEqual([expect.stringMatching(/^saas\/showroom.yaml:2:64 error KF413 /)]);
  });

  test('that is misspelt is an error with the name that was meant', () => {
    expect(found(backend('saas-price-lits'))).toEqual([
      expect.stringContaining('KF413 no file declares the backend "saas-price-lits"'),
    ]);
    expect(found(backend('saas-price-lits'))[0]).toContain('| did you mean "saas-price-list"? If ');
  });

  test('that is misspelt, of a declared one, is an error with the one that was meant', () => {
    const text = `${backend('saas-showrom-green')}deployedElsewhere: [saas-showroom-green]\n`;
    expect(found(text)).toEqual([expect.stringContaining('did you mean "saas-showroom-green"?')]);
  });

  test('of a route is checked at the route', () => {
    const text =
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/saas/a/ }\n    backends: [{ service: saas-x }]\n';
    expect(found(text)).toEqual([
      expect.stringMatching(/^saas\/showroom.yaml:4:27 error KF413 no file declares the backend "saas-x"/),
    ]);
    expect(found(`${text}deployedElsewhere: [saas-x]\n`)).toEqual([]);
  });

  test('is not compared with those that the function may not use', () => {
    expect(found(backend('search-model'))).toEqual([expect.stringMatching(/ KF413 .* \| If another /)]);
    const consenting = { 'search/team.yaml': team('search', 'consents: [saas]\n') };
    expect(found(backend('search-model'), consenting)).toEqual([
      expect.stringContaining('did you mean "search-models"?'),
    ]);
  });

  test("that is another team's needs the consent of that team, to the function or to its team", () => {
    expect(found(backend('search-models'))).toEqual([
      'saas/showroom.yaml:2:23 error KF412 the backend "search-models" is the Knative Service of search/models, and the team search does not consent | let that team add to functions/search/team.yaml the lines "consents:" and "  - saas/showroom", or name a backend of this team',
    ]);
    for (const consent of ['saas/showroom', 'saas']) {
      const more = { 'search/team.yaml': team('search', `consents: [${consent}]\n`) };
      expect(found(backend('search-models'), more)).toEqual([]);
    }
    const other = { 'search/team.yaml': team('search', 'consents: [saas/price-list]\n') };
    expect(found(backend('search-models'), other)).toHaveLength(1);
  });

  test("that another team's function declares, or has for a route, needs its consent as well", () => {
    const more = { 'search/models.yaml': elsewhere('search-models-next') };
    expect(found(backend('search-models-next'), more)).toEqual([
      expect.stringContaining(
        'error KF412 the backend "search-models-next" is a Knative Service that search/models declares, and the team search does not consent',
      ),
    ]);
    const text =
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/a/ }, backends: [{ service: search-models }] }]\n';
    expect(found(text)).toEqual([expect.stringMatching(/^saas\/showroom.yaml:2:72 error KF412 /)]);
  });

  test('of a function that does not run on the same clusters is an error, but for weight 0', () => {
    const more = { 'saas/price-list.yaml': 'runtime: nodejs\nenvironments: [test]\n' };
    expect(found(backend('saas-price-list'), more)).toEqual([
      'saas/showroom.yaml:2:23 error KF413 the backend "saas-price-list" is not there: saas/price-list does not run on prod-us | let it run there too, give it the weight 0 there, or write an overlay with other backends',
    ]);
    const ready =
      'runtime: nodejs\nbackends: [{ service: saas-showroom, weight: 100 }, { service: saas-price-list, weight: 0 }]\n';
    expect(found(ready, more)).toEqual([]);
  });

  test('that is declared on other clusters only is an error there', () => {
    const text = `${backend('saas-x')}overlays:\n  test: { deployedElsewhere: [saas-x] }\n`;
    expect(found(text)).toEqual([
      'saas/showroom.yaml:2:23 error KF413 the backend "saas-x" is not there: saas/showroom declares it, but not on prod-us | let it run there too, give it the weight 0 there, or write an overlay with other backends',
    ]);
  });

  test('of a function with an error in its file is known, and so is what such a file names', () => {
    const broken = 'runtime: nodjs\ndeployedElsewhere: [saas-price-list-next]\n';
    for (const service of ['saas-price-list', 'saas-price-list-next']) {
      expect(found(backend(service), { 'saas/price-list.yaml': broken })).toEqual([
        expect.stringContaining('saas/price-list.yaml:1:10 error KF204'),
      ]);
    }
  });

  test('that an overlay brings is reported at the overlay, once', () => {
    const text =
      'runtime: nodejs\noverlays:\n  prod: { backends: [{ service: saas-x }] }\n  prod-us: { description: a }\n';
    expect(found(text)).toEqual([expect.stringMatching(/^saas\/showroom.yaml:3:33 error KF413 /)]);
  });
});

describe('what is deployed elsewhere', () => {
  const listed = (names: string) => `runtime: nodejs\ndeployedElsewhere: [${names}]\n`;

  test.each([
    [
      'saas-showroom',
      `"saas-showroom" is the function's own Knative Service | leave it out: it needs no declaration`,
    ],
    [
      'saas-price-list',
      `"saas-price-list" is the Knative Service of saas/price-list, whose file says where it runs | leave it out: backends may name it without`,
    ],
    [
      'search-models',
      `"search-models" is the Knative Service of search/models, whose file says where it runs | leave it out: backends may name it without`,
    ],
  ])('%s is declared already', (name, said) => {
    expect(found(listed(name))).toEqual([`saas/showroom.yaml:2:21 error KF430 ${said}`]);
  });

  test('is listed once', () => {
    expect(found(listed('x, y, x'))).toEqual([
      'saas/showroom.yaml:2:27 error KF430 "x" is listed twice | keep one entry',
    ]);
  });

  test('has the names of Knative Services', () => {
    expect(found(listed('a_b'))).toEqual([expect.stringMatching(/:2:21 error KF301 .*"a_b"/)]);
    expect(found(listed('a'.repeat(64)))).toEqual([expect.stringMatching(/:2:21 error KF302 /)]);
  });

  test('is shared by functions of one team, and not by two teams', () => {
    expect(found(listed('x'), { 'saas/price-list.yaml': listed('x') })).toEqual([]);
    expect(found(listed('x'), { 'search/models.yaml': listed('x') })).toEqual([
      'saas/showroom.yaml:2:21 error KF430 "x" is declared by search/models too, of another team | leave it out here, and let that team consent to its use, or choose another name',
      'search/models.yaml:2:21 error KF430 "x" is declared by saas/showroom too, of another team | leave it out here, and let that team consent to its use, or choose another name',
    ]);
  });
});

describe('an image', () => {
  const image = (text: string) => `runtime: nodejs\nservice: { image: "${text}" }\n`;
  const digest = `@sha256:${'0a'.repeat(32)}`;

  test.each([
    'a:1',
    'registry.example.com:5000/saas/a:1.4.2',
    'localhost:5000/a_b/c__d/e-f.g:V1.0_x-y',
    `a${digest}`,
    `registry.example.com:5000/saas/a${digest}`,
    `a:1.4.2${digest}`,
    'a:latest-1',
  ])('%s is one version', (text) => {
    expect(found(image(text))).toEqual([]);
  });

  test.each([
    ['a', 'has no tag'],
    ['registry.example.com:5000/saas/a', 'has no tag'],
    ['a:latest', 'has the tag latest'],
  ])('%s is refused: it is no version', (text, what) => {
    expect(found(image(text))).toEqual([
      `saas/showroom.yaml:2:19 error KF414 the image "${text}" ${what}: which version runs depends on when it is pulled | write the tag of a release, such as :1.4.2, or a digest, @sha256: and 64 digits`,
    ]);
  });

  test.each([
    `a@sha256:${'0'.repeat(63)}`,
    `a@sha256:${'0'.repeat(65)}`,
    `a@sha256:${'A'.repeat(64)}`,
    `a:1@sha512:${'0'.repeat(128)}`,
    `a@${'0'.repeat(64)}`,
    `a@`,
  ])('%s is refused: its digest is none', (text) => {
    expect(found(image(text))).toEqual([
      `saas/showroom.yaml:2:19 error KF204 the image "${text}" has a digest that is none | write sha256: and the 64 digits 0-9 and a-f that the registry shows`,
    ]);
  });

  test.each([
    ['a b:1', 'has white space'],
    ['registry.example.com/Saas/a:1', 'is not the name of an image'],
    ['a:', 'is not the name of an image'],
    ['/a:1', 'is not the name of an image'],
    [`a:${'x'.repeat(129)}`, 'is not the name of an image'],
    [digest, 'is not the name of an image'],
  ])('%s is refused: it is no image', (text, what) => {
    expect(found(image(text))).toEqual([
      `saas/showroom.yaml:2:19 error KF204 the image "${text}" ${what} | write registry/name:tag, the name in lower case`,
    ]);
  });

  test('that an overlay gives one environment is refused there', () => {
    const overlaid = `${image('a:1')}overlays:\n  prod: { service: { image: "a:latest" } }\n`;
    expect(found(overlaid)).toEqual([
      expect.stringMatching(/^saas\/showroom.yaml:4:29 error KF414 the image "a:latest" has the tag latest/),
    ]);
  });

  test('by digest in one environment is rendered as it stands there', () => {
    const overlaid = `${image('a:1')}overlays:\n  prod: { service: { image: "a:1${digest}" } }\n`;
    const { path } = projectFolder({ 'saas/team.yaml': team('saas'), 'saas/showroom.yaml': overlaid });
    const [declared] = loadCatalog(path, TARGETS).functions;
    expect([...(declared?.specs ?? [])].map(([cluster, { service }]) => [cluster, service?.image])).toEqual([
      ['test-cn', 'a:1'],
      ['prod-us', `a:1${digest}`],
    ]);
  });
});

describe('routes', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => `  - match: { exact: /faas/api/saas/${at} }\n`).join('');

  test('up to 250 are fine, and more are a warning at their list', () => {
    expect(found(`runtime: nodejs\nroutes:\n${many(250)}`)).toEqual([]);
    expect(found(`runtime: nodejs\nroutes:\n${many(251)}`)).toEqual([
      'saas/showroom.yaml:3:3 warning KF418 the function has 251 routes, all in one VirtualService: Envoy tries them one after the other, and from about 250 on kubectl apply may refuse the object for its size | write what routes have in common as one prefix or one regex, or divide the function',
    ]);
  });

  test('are counted where an overlay brings them, once', () => {
    const overlaid = `runtime: nodejs\noverlays:\n  prod:\n    routes:\n${many(300).replace(/^/gm, '    ')}`;
    expect(found(overlaid.trimEnd())).toEqual([
      expect.stringMatching(/^saas\/showroom.yaml:5:7 warning KF418 /),
    ]);
  });
});

test('a regex with needless anchors is a warning', () => {
  const regex = '^/faas/api/saas/(a|b)$';
  expect(found(`runtime: nodejs\nroutes: [{ match: { regex: '${regex}' } }]\n`)).toEqual([
    'saas/showroom.yaml:2:28 warning KF415 the regex "^/faas/api/saas/(a|b)$" has anchors that it does not need | a regex matches the whole path; write "/faas/api/saas/(a|b)"',
  ]);
});

describe("a prefix within another team's", () => {
  const more = (saas: string, pics: string) => ({
    'saas/team.yaml': `contact: a\nprefixes: [/faas/api/saas/, /faas/api/all/]\n${saas}`,
    'pics/team.yaml': `contact: a\nprefixes: [/faas/api/pics/, /faas/api/saas/pics/]\n${pics}`,
    'zoo/team.yaml': 'contact: a\nprefixes: [/faas/api/saa/]\n',
  });

  test('needs the consent of that team', () => {
    expect(found('runtime: nodejs\n', more('', ''))).toEqual([
      'pics/team.yaml:2:29 saas/team.yaml:2:12 error KF411 the prefix /faas/api/saas/pics/ of the team pics is within /faas/api/saas/ of the team saas, which does not consent | let the team saas add to its team.yaml the lines "consents:" and "  - pics", or choose another prefix',
    ]);
    expect(found('runtime: nodejs\n', more('consents: [pics]\n', ''))).toEqual([]);
    // All functions of a team may use its prefixes: consent to one of them does not suffice.
    expect(found('runtime: nodejs\n', more('consents: [saas/showroom]\n', ''))).toHaveLength(1);
    // A consent of the team that claims is none.
    expect(found('runtime: nodejs\n', more('', 'consents: [saas]\n'))).toHaveLength(1);
  });

  test('is reported once, whatever lies around and within it', () => {
    const nested = {
      'saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/, /faas/api/saas/a/]\n',
      'pics/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/a/pics/, /faas/api/saas/a/pics/b/]\n',
    };
    expect(found('runtime: nodejs\n', nested)).toEqual([
      expect.stringContaining(
        'KF411 the prefix /faas/api/saas/a/pics/ of the team pics is within /faas/api/saas/a/',
      ),
    ]);
  });

  test("stays that team's: a team that claims a prefix around it may not match paths in it", () => {
    const around = (saas: string, path: string) => ({
      'saas/team.yaml': `contact: a\nprefixes: [/faas/api/saas/showroom/, /faas/api/saas/price-list/]\n${saas}`,
      'pics/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\nconsents: [saas]\n',
      'pics/x.yaml': `runtime: nodejs\nroutes: [{ match: { exact: ${path} } }]\n`,
    });
    expect(found('runtime: nodejs\n', around('', '/faas/api/saas/showroom/x'))).toEqual([
      'pics/x.yaml:2:28 error KF402 the path "/faas/api/saas/showroom/x" is within /faas/api/saas/showroom/, which is the team saas\'s | choose a path outside /faas/api/saas/showroom/; to take it over, let the team saas add to its team.yaml the lines "consents:" and "  - pics/x"',
    ]);
    expect(found('runtime: nodejs\n', around('', '/faas/api/saas/other'))).toEqual([]);
    expect(found('runtime: nodejs\n', around('consents: [pics/x]\n', '/faas/api/saas/showroom/x'))).toEqual(
      [],
    );
  });

  test('and a shared prefix the consent of both', () => {
    const shared = (saas: string, pics: string) => ({
      'saas/team.yaml': team('saas', saas),
      'pics/team.yaml': team('saas', pics),
    });
    const [finding] = found('runtime: nodejs\n', shared('', 'consents: [saas]\n'));
    expect(finding).toContain('KF411 the teams pics and saas both own the prefix /faas/api/saas/ | leave it');
    expect(found('runtime: nodejs\n', shared('consents: [pics]\n', 'consents: [saas]\n'))).toEqual([]);
  });
});

test('a consent that ends is noticed, although the file of the function stays the same', () => {
  const { path, add } = projectFolder({
    'saas/team.yaml': team('saas', 'consents: [pics/x]\n'),
    'pics/team.yaml': team('pics'),
    'pics/x.yaml': 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/x } }]\n',
  });
  const inputs = () => loadCatalog(path, TARGETS).functions.find(({ id }) => id === 'pics/x')?.inputs;
  const before = inputs();
  expect(before).toBeDefined();
  add({ 'saas/team.yaml': team('saas', 'consents: [pics/y]\n') });
  expect(loadCatalog(path, TARGETS).findings.map(({ code }) => code)).toEqual(['KF416', 'KF402']);
  add({ 'saas/team.yaml': team('saas', 'consents: [pics/x]\n') });
  expect(inputs()).toBe(before);
});

test('a prefix that another team takes within a consented one is noticed, although the file stays the same', () => {
  const { path, add } = projectFolder({
    'saas/team.yaml': team('saas', 'consents: [pics/x, zoo]\n'),
    'pics/team.yaml': team('pics'),
    'pics/x.yaml': 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/zoo/x } }]\n',
    'zoo/team.yaml': team('zoo'),
  });
  const known = new Map<string, string>();
  for (const { file, inputs } of loadCatalog(path, TARGETS).functions) known.set(file, inputs);
  add({ 'zoo/team.yaml': 'contact: a\nprefixes: [/faas/api/zoo/, /faas/api/saas/zoo/]\n' });
  // As a run does that remembers files: it does not read again what has the same inputs.
  const { findings } = loadCatalog(path, TARGETS, (file, inputs) =>
    known.get(file) === inputs ? { specs: [], clusters: [] } : undefined,
  );
  expect(findings.map(({ code }) => code)).toEqual(['KF402']);
});

describe('a consent', () => {
  const consenting = (entry: string) =>
    found('runtime: nodejs\n', { 'search/team.yaml': team('search', `consents: [${entry}]\n`) });

  test.each(['saas', 'saas/showroom'])('to %s is fine', (entry) => {
    expect(consenting(entry)).toEqual([]);
  });

  test('to a misspelt function is a note with the name that was meant', () => {
    expect(consenting('saas/showrom')).toEqual([
      'search/team.yaml:3:12 note KF416 the team search consents to saas/showrom, which is no function and no team of the catalog | did you mean "saas/showroom"? Else remove it, unless the other team adds it later',
    ]);
  });

  test('to a team that is not there yet is a note', () => {
    expect(consenting('archive')).toEqual([
      'search/team.yaml:3:12 note KF416 the team search consents to archive, which is no function and no team of the catalog | remove it, unless the other team adds it later',
    ]);
  });

  test('to a function whose file has an error is no mistake of the consent', () => {
    const broken = found('runtime: nodejs\nroutes: 1\n', {
      'search/team.yaml': team('search', 'consents: [saas/showroom]\n'),
    });
    expect(broken).toEqual([expect.stringContaining('KF202')]);
  });
});
