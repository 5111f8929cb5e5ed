import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog, type Target } from '../../catalog';
import { sortedFindings, renderHuman } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS: readonly Target[] = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'prod', cluster: 'prod-us' },
  { environment: 'prod', cluster: 'prod-eu' },
];

const TEAM = 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n';

/** Shows what a catalog's mistakes look like to the people who made them. */
function complaints(
  files: Readonly<Record<string, string | Buffer>>,
  prepare?: (root: string) => void,
): string {
  const { path } = projectFolder(files);
  prepare?.(path);
  const previous = process.cwd();
  process.chdir(path);
  try {
    const { findings, sources } = loadCatalog('functions', TARGETS);
    return renderHuman(sortedFindings(findings), { source: (file) => sources.get(file) });
  } finally {
    process.chdir(previous);
  }
}

/** The complaints about one function of a sound team. */
function aboutFunction(text: string | Buffer, name = 'showroom'): string {
  return complaints({ 'functions/saas/team.yaml': TEAM, [`functions/saas/${name}.yaml`]: text });
}

describe('a mistake in a function is shown with its line and what to write instead', () => {
  test.each<[what: string, text: string]>([
    [
      'a parameter with a colon',
      'runtime: nodejs\nroutes: [{ match: { exact: "/faas/api/saas/items/:id" } }]\n',
    ],
    [
      'a timeout without a unit',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, timeout: 10 }]\n',
    ],
    [
      'a merge conflict',
      'runtime: nodejs\n<<<<<<< HEAD\ndescription: a\n=======\ndescription: b\n>>>>>>> topic\nfoo: 1\n',
    ],
    ['a value inside itself', 'runtime: &a [*a]\n'],
    ['an alias of nothing', 'runtime: *nope\n'],
    [
      'a lost key',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { __proto__: { exact: a } } } }]\n',
    ],
    [
      'half a character',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { q: { exact: "a\\ud800" } } } }]\n',
    ],
    [
      'a query parameter without a name',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { "": { exact: a } } } }]\n',
    ],
    [
      'one key in two types',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { 1: { exact: a }, "1": { exact: b } } } }]\n',
    ],
    ['a tag', 'runtime: !!set { nodejs }\n'],
    ['an unknown tag', 'runtime: nodejs\nservice: { image: !include a.txt }\n'],
    ['another YAML version', '%YAML 1.1\n---\nruntime: nodejs\n'],
    ['carriage returns alone', 'runtime: nodejs\rfoo: 1\r'],
    ['too deep nesting', `runtime: ${'['.repeat(3000)}\n`],
    ['too many values', `runtime: nodejs\ndescription: ${','.repeat(20_001)}\n`],
    ['a number that is none', 'runtime: nodejs\nservice: { image: "a:1", scale: { min: .inf } }\n'],
    ['a backslash in a path', 'runtime: nodejs\nroutes: [{ match: { exact: "/faas/api/saas/a\\\\b" } }]\n'],
    ['an encoded dot segment', 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/%2E%2e/b } }]\n'],
    [
      'a status code without a name',
      "runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, retries: { attempts: 1, retryOn: ['599'] } }]\n",
    ],
    [
      'a delay and a try that are no durations',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, delay: { percent: 1, duration: 1 s }, retries: { attempts: 1, perTryTimeout: "2" } }]\n',
    ],
    [
      'a header that RE2 rejects',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, headers: { a: { regex: "(" } } } }]\n',
    ],
    ['a backend with a long name', `runtime: nodejs\nbackends: [{ service: ${'a'.repeat(64)} }]\n`],
    [
      'a request above its limit',
      'runtime: nodejs\nservice: { image: "a:1", resources: { requests: { cpu: 2, memory: 1Gi }, limits: { cpu: 500m, memory: 1024Mi } } }\n',
    ],
    [
      'an overlay where the function does not run',
      'runtime: nodejs\nenvironments: [test]\noverlays:\n  prod: { backends: [{ service: a, weight: 7 }] }\n',
    ],
    [
      'a wrong shape and a wrong value',
      'runtime: nodejs\nroutes:\n  - { match: { prefix: /faas/api/sales/ }, timout: 1s }\nbackends: [{ service: A, weight: 100 }]\n',
    ],

    ['broken YAML', 'runtime: nodejs\nroutes: [\n  - match: {\n'],
    ['broken indentation', 'runtime: nodejs\n  description: x\n'],
    ['an empty file', '# nothing yet\n'],
    ['two documents', 'runtime: nodejs\n---\nruntime: python\n'],
    ['a list instead of a mapping', '- runtime: nodejs\n'],
    ['a duplicate key', 'runtime: nodejs\ndescription: a\ndescription: b\n'],
    ['an unknown field', 'runtime: nodejs\nrouts: []\n'],
    [
      'an unknown field, deep',
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/saas/a/ }\n    timout: 10s\n',
    ],
    ['an unknown runtime', 'runtime: node\n'],
    ['a missing runtime', 'description: x\n'],
    ['a wrong type', 'runtime: nodejs\nroutes:\n  - match: { prefix: 12 }\n    retries: { attempts: two }\n'],
    ['a mapping instead of a list', 'runtime: nodejs\nbackends: { service: saas-a }\n'],
    [
      'a fraction',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/a/ }, retries: { attempts: 1.5 } }]\n',
    ],
    [
      'a quantity of the wrong type',
      'runtime: nodejs\nservice: { image: "a:1", resources: { limits: { cpu: true } } }\n',
    ],
    [
      'a wrong quantity',
      'runtime: nodejs\nservice: { image: "a:1", resources: { limits: { memory: 512mb } } }\n',
    ],
    ['an empty list', 'runtime: nodejs\nroutes: []\n'],
    [
      'a path without a leading slash',
      'runtime: nodejs\nroutes: [{ match: { prefix: faas/api/saas/a/ } }]\n',
    ],
    ['a path with a space', 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/a b } }]\n'],
    ['a path with a query', 'runtime: nodejs\nroutes: [{ match: { exact: "/faas/api/saas/a?b=1" } }]\n'],
    ['a path with a fragment', 'runtime: nodejs\nroutes: [{ match: { exact: "/faas/api/saas/a#b" } }]\n'],
    [
      'a path with a control character',
      'runtime: nodejs\nroutes: [{ match: { exact: "/faas/api/saas/a\\u0007" } }]\n',
    ],
    ['a path outside ASCII', 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/é } }]\n'],
    ['a path with dot segments', 'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/../x/ } }]\n'],
    [
      "a path outside the team's prefixes",
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/sales/ } }]\n',
    ],
    ['no path', 'runtime: nodejs\nroutes: [{ match: { methods: [GET] } }]\n'],
    [
      'two paths',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, exact: /faas/api/saas/a } }]\n',
    ],
    ['a regex that RE2 rejects', 'runtime: nodejs\nroutes: [{ match: { regex: "/faas/api/saas/(a" } }]\n'],
    ['a look-ahead', 'runtime: nodejs\nroutes: [{ match: { regex: "/faas/api/saas/(?=a)a" } }]\n'],
    ['a look-behind', 'runtime: nodejs\nroutes: [{ match: { regex: "/faas/api/saas/(?<=a)a" } }]\n'],
    ['a back-reference', 'runtime: nodejs\nroutes: [{ match: { regex: "/faas/api/saas/(a)\\\\1" } }]\n'],
    [
      'a header name in capitals',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, headers: { X-A: { exact: b } } } }]\n',
    ],
    [
      'a condition without a value',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { a: {} } } }]\n',
    ],
    [
      'an empty condition',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, headers: { a: { prefix: "" } } } }]\n',
    ],
    [
      'an unknown method',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, methods: [get] } }]\n',
    ],
    [
      'weights below 0',
      'runtime: nodejs\nbackends: [{ service: saas-a, weight: -10 }, { service: saas-b, weight: 110 }]\n',
    ],
    [
      'weights that make 90',
      'runtime: nodejs\nbackends: [{ service: saas-a, weight: 80 }, { service: saas-b, weight: 10 }]\n',
    ],
    [
      'a backend without weight',
      'runtime: nodejs\nbackends: [{ service: saas-a, weight: 80 }, { service: saas-b }]\n',
    ],
    [
      'a backend twice',
      'runtime: nodejs\nbackends: [{ service: saas-a, weight: 80 }, { service: saas-a, weight: 20 }]\n',
    ],
    ['a backend that is no DNS label', 'runtime: nodejs\nbackends: [{ service: saas_a }]\n'],
    [
      'a duration below 1 ms',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, timeout: 0.5ms }]\n',
    ],
    [
      'a fraction of a millisecond',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, timeout: 1.0005s }]\n',
    ],
    [
      'a duration without a unit',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, timeout: "10" }]\n',
    ],
    [
      'retries that do not fit into the timeout',
      'runtime: nodejs\nroutes:\n  - match: { prefix: /faas/api/saas/ }\n    timeout: 5s\n    retries: { attempts: 3, perTryTimeout: 2s }\n',
    ],
    [
      'no retries, but how',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, retries: { attempts: 0, retryOn: [reset] } }]\n',
    ],
    [
      'an unknown retry condition',
      'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/ }, retries: { attempts: 1, retryOn: [resets] } }]\n',
    ],
    [
      'scale bounds the wrong way round',
      'runtime: nodejs\nservice: { image: "a:1", scale: { min: 4, max: 2 } }\n',
    ],
    ['an overlay for an unknown cluster', 'runtime: nodejs\noverlays:\n  prod-uk: { description: x }\n'],
    [
      'an unknown field in an overlay',
      'runtime: nodejs\noverlays:\n  prod: { service: { scale: { minimum: 1 } } }\n',
    ],
    [
      'a mistake that an overlay brings',
      'runtime: nodejs\noverlays:\n  prod-us:\n    routes: [{ match: { prefix: /faas/api/sales/ } }]\n',
    ],
    [
      'a service that an overlay leaves without image',
      'runtime: nodejs\noverlays:\n  prod: { service: { scale: { min: 1 } } }\n',
    ],
    [
      'a mistake in the base, told once',
      'runtime: nodejs\nservice: { image: "a b" }\noverlays:\n  prod: { service: { scale: { min: 1 } } }\n',
    ],
    [
      'several mistakes',
      'runtime: nodejs\nfoo: 1\nroutes:\n  - match: { prefix: x }\n    timeout: 3\nbackends: []\n',
    ],
  ])('%s', (_what, text) => {
    expect(aboutFunction(text)).toMatchSnapshot();
  });

  test('an alias bomb', () => {
    const level = (name: string, of: string) =>
      `  ${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`;
    const bomb = `runtime: nodejs\nx:\n  a: &a [lol]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`;
    expect(aboutFunction(bomb)).toMatchSnapshot();
  });

  test('a file over 1 MiB', () => {
    expect(aboutFunction(`runtime: nodejs\n# ${'x'.repeat(1024 * 1024)}\n`)).toMatchSnapshot();
  });

  test('a file that is not UTF-8', () => {
    expect(aboutFunction(Buffer.from([0x72, 0x3a, 0x20, 0xff, 0xfe, 0x0a]))).toMatchSnapshot();
  });

  test('a name that is no DNS label', () => {
    expect(aboutFunction('runtime: nodejs\n', 'Show_Room')).toMatchSnapshot();
  });

  test('names that grow past the limit of a Knative Service', () => {
    expect(aboutFunction('runtime: nodejs\n', 'b'.repeat(59))).toMatchSnapshot();
    expect(aboutFunction('runtime: nodejs\n', 'b'.repeat(58))).toBe('');
  });

  test('a regex of more than 1,024 characters, and an empty one', () => {
    const route = (regex: string) => `runtime: nodejs\nroutes: [{ match: { regex: "${regex}" } }]\n`;
    expect(aboutFunction(route(`/faas/api/saas/${'a'.repeat(1024)}`))).toMatchSnapshot();
    expect(aboutFunction(route(''))).toMatchSnapshot();
  });
});

describe('a mistake in the catalog as a whole', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>]>([
    [
      'a prefix with a dot segment',
      { 'functions/saas/team.yaml': 'contact: a\nprefixes: [/faas/api/../a/]\n' },
    ],
    [
      'a regex beside a broken team.yaml',
      {
        'functions/saas/team.yaml': 'contact: a\n',
        'functions/saas/a.yaml': 'runtime: nodejs\nroutes: [{ match: { regex: "(?i)/faas/.*" } }]\n',
      },
    ],
    [
      'groups that cannot be, and one that everybody is in',
      {
        'functions/a/team.yaml': 'contact: a\nprefixes: [/faas/api/a/]\ngroup: " developers"\n',
        'functions/b/team.yaml': 'contact: b\nprefixes: [/faas/api/b/]\ngroup: system:authenticated\n',
      },
    ],
    ['a team without team.yaml', { 'functions/saas/showroom.yaml': 'runtime: nodejs\n' }],
    [
      'two functions that give one Knative Service name',
      {
        'functions/a/team.yaml': 'contact: a\nprefixes: [/faas/api/a/]\n',
        'functions/a/b-c.yaml': 'runtime: nodejs\n',
        'functions/a-b/team.yaml': 'contact: b\nprefixes: [/faas/api/a-b/]\n',
        'functions/a-b/c.yaml': 'runtime: nodejs\n',
      },
    ],
    [
      'a prefix that is not whole segments',
      { 'functions/saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas]\n' },
    ],
    [
      'a prefix that nothing forwards',
      { 'functions/saas/team.yaml': 'contact: a\nprefixes: [/api/saas/, /faas/api/]\n' },
    ],
    [
      'a broken team.yaml',
      {
        'functions/saas/team.yaml': 'contact: a\nprefix: /x/\n',
        'functions/saas/a.yaml': 'runtime: nodejs\n',
      },
    ],
    [
      'a team with a name that is no DNS label',
      { 'functions/SaaS/team.yaml': TEAM, 'functions/SaaS/a.yaml': 'runtime: nodejs\n' },
    ],
    [
      'files out of place',
      {
        'functions/saas/team.yaml': TEAM,
        'functions/saas/a.yml': 'runtime: nodejs\n',
        'functions/pics/Team.YAML': TEAM,
        'functions/saas/deep/b.yaml': 'runtime: nodejs\n',
        'functions/saas/deep/showRoom.yml': 'runtime: nodejs\n',
        'functions/saas/many/a.yaml': 'runtime: nodejs\n',
        'functions/saas/many/b.yaml': 'runtime: nodejs\n',
        'functions/saas/many/c.yaml': 'runtime: nodejs\n',
        'functions/saas/many/d.yaml': 'runtime: nodejs\n',
        'functions/saas/many/e.yaml': 'runtime: nodejs\n',
        'functions/saas/other/team.yaml': TEAM,
        'functions/saas/Show_Room.yml': 'runtime: nodejs\n',
        'functions/pics/a.yaml': 'runtime: nodejs\n',
        'functions/c.yaml': 'runtime: nodejs\n',
        'functions/README.md': 'read me\n',
      },
    ],
    ['an empty catalog', { 'functions/.keep': '' }],
    ['a folder that does not exist', { 'elsewhere/.keep': '' }],
    ['a catalog that is a file', { functions: 'text' }],
  ])('%s', (_what, files) => {
    expect(complaints(files)).toMatchSnapshot();
  });

  test('symbolic links that leave the catalog, and one that leads nowhere', () => {
    const files = {
      'functions/saas/team.yaml': TEAM,
      'functions/saas/real.yaml': 'runtime: nodejs\n',
      'outside/secret.yaml': 'runtime: nodejs\n',
    };
    const shown = complaints(files, (root) => {
      symlinkSync(join(root, 'outside/secret.yaml'), join(root, 'functions/saas/linked.yaml'));
      symlinkSync(join(root, 'outside'), join(root, 'functions/other'));
      symlinkSync(join(root, 'nowhere'), join(root, 'functions/saas/lost.yaml'));
      symlinkSync('real.yaml', join(root, 'functions/saas/inside.yaml'));
    });
    expect(shown.replaceAll(/kfaas-test-\w+/g, 'folder')).toMatchSnapshot();
  });

  test('a folder with the name of a catalog file', () => {
    const files = { 'functions/saas/team.yaml': TEAM };
    const shown = complaints(files, (root) => mkdirSync(join(root, 'functions/saas/a.yaml')));
    expect(shown).toMatchSnapshot();
  });
});

test('more than a hundred conditions in one match', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `q${index}: { exact: a }`).join(', ');
  const text = (count: number) =>
    `runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/saas/, query: { ${names(count)} } } }]\n`;
  expect(aboutFunction(text(100))).toBe('');
  expect(aboutFunction(text(101))).toContain('the match has 101 conditions on headers and query parameters');
});

test('more than a hundred mistakes of one file are not all told', () => {
  const fields = Array.from({ length: 300 }, (_, index) => `x${index}: 1\n`).join('');
  expect(aboutFunction(`runtime: nodejs\n${fields}`).match(/KF201/g)).toHaveLength(100);
});

test.each([
  ['retries that just fit', 'timeout: 8s, retries: { attempts: 3, perTryTimeout: 2s }'],
  ['an empty exact value', 'timeout: 6s'],
])('%s are no mistake', (_what, rest) => {
  const match = 'match: { prefix: /faas/api/saas/, query: { q: { exact: "" } } }';
  expect(aboutFunction(`runtime: nodejs\nroutes: [{ ${match}, ${rest} }]\n`)).toBe('');
});

test.each([
  ['a scale of one size', 'scale: { min: 2, max: 2 }'],
  ['a request at its limit', 'resources: { requests: { cpu: 1 }, limits: { cpu: 1000m } }'],
])('%s is no mistake', (_what, rest) => {
  expect(aboutFunction(`runtime: nodejs\nservice: { image: "a:1", ${rest} }\n`)).toBe('');
});
