import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { load } from 'js-yaml';
import { editorSchemas } from '../../catalog';
import { ENVIRONMENT_NAMES } from '../../environments';

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });

function validator(name: string): ValidateFunction {
  return ajv.compile(JSON.parse(editorSchemas().get(name) ?? 'null') as object);
}

const validateFunction = validator('function.schema.json');
const validateTeam = validator('team.schema.json');

test.each([...editorSchemas()])('schemas/%s is what the loader checks with', (name, text) => {
  // After a change of catalog/schema.ts: npm run schemas
  expect(readFileSync(join('schemas', name), 'utf8')).toBe(text);
  expect(JSON.parse(text)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
});

const shipped = readdirSync('functions', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

test.each(shipped)('functions/%s is accepted and carries its modeline', (name) => {
  const text = readFileSync(join('functions', name), 'utf8');
  const kind = name.endsWith('team.yaml') ? 'team' : 'function';
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=../../schemas/${kind}.schema.json`);
  const validate = kind === 'team' ? validateTeam : validateFunction;
  expect([validate(load(text)), validate.errors]).toEqual([true, null]);
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
  ['a wrong quantity', 'runtime: nodejs\nservice: { image: a, resources: { limits: { memory: 1gb } } }'],
  ['an image with a space', 'runtime: nodejs\nservice: { image: a b }'],
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

test('every field has a description', () => {
  const bare: string[] = [];
  const visit = (schema: Record<string, unknown>, path: string) => {
    for (const [name, field] of Object.entries(
      (schema.properties ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      if (typeof field.description !== 'string') bare.push(`${path}.${name}`);
      visit(field, `${path}.${name}`);
    }
    for (const below of ['items', 'additionalProperties']) {
      if (typeof schema[below] === 'object') visit(schema[below] as Record<string, unknown>, `${path}[]`);
    }
    for (const alternative of (schema.anyOf ?? []) as Record<string, unknown>[]) visit(alternative, path);
  };
  for (const [name, text] of editorSchemas()) visit(JSON.parse(text) as Record<string, unknown>, name);
  expect(bare).toEqual([]);
});

test('the environments that a function may name are those that there are', () => {
  const schema = JSON.parse(editorSchemas().get('function.schema.json') ?? '') as {
    properties: { environments: { items: { enum: readonly string[] } } };
  };
  expect(schema.properties.environments.items.enum).toEqual(ENVIRONMENT_NAMES);
});
