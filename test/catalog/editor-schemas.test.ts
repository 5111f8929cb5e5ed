import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import { editorSchemas } from '../../catalog';
import { RETRY_CONDITIONS } from '../../catalog/retry-conditions';
import { COMPANY_FUNCTIONS } from '../fixtures/company';

const TARGETS = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'staging', cluster: 'staging-cn' },
  { environment: 'prod', cluster: 'prod-us' },
  { environment: 'prod', cluster: 'prod-eu' },
];

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });

function validator(name: string): ValidateFunction {
  return ajv.compile(JSON.parse(editorSchemas(TARGETS).get(name) ?? 'null') as object);
}

const validateFunction = validator('function.schema.json');
const validateTeam = validator('team.schema.json');

/** The clusters that the committed schema names; which ones there are is data of the company. */
function committedTargets() {
  const { properties } = JSON.parse(readFileSync('schemas/function.schema.json', 'utf8')) as {
    properties: { overlays: { properties: Record<string, { description: string }> } };
  };
  return Object.entries(properties.overlays.properties).flatMap(([cluster, { description }]) => {
    const [, environment] = /^The cluster \S+ of (\S+)$/.exec(description) ?? [];
    return environment === undefined ? [] : [{ environment, cluster }];
  });
}

test.each([...editorSchemas(committedTargets())])(
  'schemas/%s is what the loader checks with',
  (name, text) => {
    // After a change of catalog/schema.ts: npm run schemas
    expect(readFileSync(join('schemas', name), 'utf8')).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  },
);

const files = readdirSync(COMPANY_FUNCTIONS, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

test.each(files)('functions/%s is accepted and carries its modeline', (name) => {
  const text = readFileSync(join(COMPANY_FUNCTIONS, name), 'utf8');
  const kind = name.endsWith('team.yaml') ? 'team' : 'function';
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=../../schemas/${kind}.schema.json`);
  const validate = kind === 'team' ? validateTeam : validateFunction;
  expect([validate(load(text)), validate.errors]).toEqual([true, null]);
});

/** A function with `service.security`. */
function service(security: string): string {
  return `runtime: nodejs\nservice: { image: "a:1", security: ${security} }`;
}

test.each([
  '{ runAsUser: 1000 }',
  '{ runAsNonRoot: true, allowPrivilegeEscalation: false, automountServiceAccountToken: false }',
  '{ capabilities: { drop: [ALL] }, seccompProfile: { type: RuntimeDefault } }',
  '{ runAsNonRoot: false, reason: It starts sudo }',
])('an editor takes the security %s', (security) => {
  expect([validateFunction(load(service(security))), validateFunction.errors]).toEqual([true, null]);
});

test.each<[what: string, text: string]>([
  ['a missing runtime', 'description: x'],
  ['an unknown runtime', 'runtime: node'],
  ['an unknown field', 'runtime: nodejs\nrouts: []'],
  ['a wrong type', 'runtime: nodejs\nroutes: [{ match: { prefix: 12 } }]'],
  ['an empty list', 'runtime: nodejs\nbackends: []'],
  ['a path without a leading slash', 'runtime: nodejs\nroutes: [{ match: { prefix: faas/ } }]'],
  ['a path with a query', 'runtime: nodejs\nroutes: [{ match: { exact: "/a?b" } }]'],
  ['a path with a space', 'runtime: nodejs\nroutes: [{ match: { exact: /a b } }]'],
  ['a path with a control character', 'runtime: nodejs\nroutes: [{ match: { exact: "/a\\u0007" } }]'],
  ['two paths', 'runtime: nodejs\nroutes: [{ match: { prefix: /a/, exact: /a } }]'],
  ['no path', 'runtime: nodejs\nroutes: [{ match: {} }]'],
  [
    'a header name in capitals',
    'runtime: nodejs\nroutes: [{ match: { prefix: /a/, headers: { X: { exact: a } } } }]',
  ],
  ['an unknown method', 'runtime: nodejs\nroutes: [{ match: { prefix: /a/, methods: [get] } }]'],
  ['a duration without a unit', 'runtime: nodejs\nroutes: [{ match: { prefix: /a/ }, timeout: "10" }]'],
  ['a weight below 0', 'runtime: nodejs\nbackends: [{ service: a, weight: -1 }]'],
  ['a backend that is no DNS label', 'runtime: nodejs\nbackends: [{ service: a_b }]'],
  ['a backend with a name too long', `runtime: nodejs\nbackends: [{ service: ${'a'.repeat(64)} }]`],
  ['a wrong quantity', 'runtime: nodejs\nservice: { image: "a:1", resources: { limits: { memory: 1gb } } }'],
  ['an image with a space', 'runtime: nodejs\nservice: { image: a b }'],
  ['an image without a tag', 'runtime: nodejs\nservice: { image: registry.example.com:5000/a }'],
  ['the tag latest', 'runtime: nodejs\nservice: { image: "a:latest" }'],
  ['a digest that is none', 'runtime: nodejs\nservice: { image: "a@sha256:0a" }'],
  [
    'an unknown condition for a retry',
    'runtime: nodejs\nroutes: [{ match: { prefix: /a/ }, retries: { attempts: 1, retryOn: [timeout] } }]',
  ],
  ['a setuid program without a reason', service('{ allowPrivilegeEscalation: true }')],
  ['root without a reason', service('{ runAsNonRoot: false }')],
  ['capabilities without a reason', service('{ capabilities: { drop: [NET_RAW] } }')],
  ['no capability dropped without a reason', service('{ capabilities: { drop: [] } }')],
  ['every system call without a reason', service('{ seccompProfile: { type: Unconfined } }')],
  ['a token without a reason', service('{ automountServiceAccountToken: true }')],
  ['a reason that says nothing', service("{ runAsNonRoot: false, reason: ' ' }")],
  ['the user 0', service('{ runAsUser: 0 }')],
  ['an unknown environment', 'runtime: nodejs\nenvironments: [dev]'],
  ['an unknown field in an overlay', 'runtime: nodejs\noverlays: { prod: { runtim: x } }'],
])('an editor marks %s', (_what, text) => {
  expect(validateFunction(load(text))).toBe(false);
});

test.each([
  ['a prefix outside /faas/api/', 'contact: a\nprefixes: [/api/a/]'],
  ['a prefix that does not end in a slash', 'contact: a\nprefixes: [/faas/api/a]'],
  ['a team without prefixes', 'contact: a'],
])('an editor marks %s', (_what, text) => {
  expect(validateTeam(load(text))).toBe(false);
});

test.each([
  ['two paths', '{ prefix: /a/, exact: /a }', ['/routes/0/match/exact boolean schema is false']],
  ['two other paths', '{ exact: /a, regex: /a }', ['/routes/0/match/regex boolean schema is false']],
  ['no path', '{ methods: [GET] }', ["/routes/0/match must have required property 'prefix'"]],
  [
    'two texts of a header',
    '{ prefix: /a/, headers: { a: { exact: a, regex: b } } }',
    ['/routes/0/match/headers/a/regex boolean schema is false'],
  ],
  ['one path', '{ regex: /a, query: { a: { prefix: b } } }', []],
])('a match with %s: one error, at its field', (_what, match, expected) => {
  validateFunction(load(`runtime: nodejs\nroutes: [{ match: ${match} }]`));
  const errors = (validateFunction.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  expect(errors.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual(expected);
});

test('an editor completes the names of overlays, and the conditions for a retry', () => {
  const { properties, definitions } = JSON.parse(
    editorSchemas(TARGETS).get('function.schema.json') ?? '',
  ) as {
    properties: { overlays: { properties: object } };
    definitions: { overlay: { properties: object } };
  };
  expect(Object.keys(properties.overlays.properties)).toEqual([
    'test',
    'staging',
    'prod',
    'test-cn',
    'staging-cn',
    'prod-us',
    'prod-eu',
  ]);
  expect(Object.keys(definitions.overlay.properties)).toContain('routes');
  expect(JSON.stringify(definitions)).toContain(JSON.stringify(RETRY_CONDITIONS));
  const code =
    'runtime: nodejs\nroutes: [{ match: { prefix: /a/ }, retries: { attempts: 1, retryOn: ["503"] } }]';
  expect(validateFunction(load(code))).toBe(true);
});

/** The definition that a schema refers to, or the schema itself. */
function referredBy(schema: Record<string, unknown>, root: Record<string, unknown>): Record<string, unknown> {
  const name = /^#\/definitions\/(.*)$/.exec(String(schema.$ref))?.[1];
  if (name === undefined) return schema;
  return (root.definitions as Record<string, Record<string, unknown>>)[name] ?? {};
}

test('every field has a description', () => {
  const bare: string[] = [];
  let root: Record<string, unknown> = {};
  const visit = (schema: Record<string, unknown>, path: string) => {
    for (const [name, field] of Object.entries(
      (schema.properties ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      const referred = referredBy(field, root);
      if (typeof (field.description ?? referred.description) !== 'string') bare.push(`${path}.${name}`);
      if (referred === field) visit(field, `${path}.${name}`);
    }
    for (const below of ['items', 'additionalProperties']) {
      if (typeof schema[below] === 'object') visit(schema[below] as Record<string, unknown>, `${path}[]`);
    }
    for (const definition of Object.values(
      (schema.definitions ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      visit(definition, `${path}#`);
    }
    for (const alternative of (schema.anyOf ?? []) as Record<string, unknown>[]) visit(alternative, path);
  };
  for (const [name, text] of editorSchemas(TARGETS)) {
    root = JSON.parse(text) as Record<string, unknown>;
    visit(root, name);
  }
  expect(bare).toEqual([]);
});

test('the environments that a function may name are those that there are', () => {
  const targets = ['sandbox', 'prod', 'prod'].map((environment, index) => ({
    environment,
    cluster: `${environment}-${index}`,
  }));
  const schema = JSON.parse(editorSchemas(targets).get('function.schema.json') ?? '') as {
    properties: { environments: { items: { enum: readonly string[] } } };
  };
  expect(schema.properties.environments.items.enum).toEqual(['sandbox', 'prod']);
});
