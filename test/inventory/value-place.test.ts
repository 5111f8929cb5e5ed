import { valuePlaces } from '../../inventory/source';
import type { ValuePath } from '../../shape';
import { sourcesOf } from './sources';

/** The line of a place, with its file and a bar before the column. */
function pointed(
  files: Readonly<Record<string, string>>,
  path: ValuePath,
  at: 'key' | 'value' = 'value',
): string {
  const source = sourcesOf(files);
  const { file, line, column } = valuePlaces('environments/index.ts', source)(path, at);
  const text = source(file)?.split('\n')[line - 1] ?? '';
  return `${file.replace('environments/', '')} ${text.slice(0, column - 1)}|${text.slice(column - 1)}`;
}

const INDEX = "export { ENVIRONMENTS } from './all';\n";

test('a value, a key, and an entry of a list', () => {
  const files = { 'index.ts': "export const ENVIRONMENTS = [\n  { name: 'a', 'x-y': [1, 22] },\n];\n" };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'name'])).toBe("index.ts   { name: |'a', 'x-y': [1, 22] },");
  expect(pointed(files, ['ENVIRONMENTS', 0, 'name'], 'key')).toBe(
    "index.ts   { |name: 'a', 'x-y': [1, 22] },",
  );
  expect(pointed(files, ['ENVIRONMENTS', 0, 'x-y', 1])).toBe("index.ts   { name: 'a', 'x-y': [1, |22] },");
});

test('a value that is missing: the value around it', () => {
  const files = { 'index.ts': 'export const ENVIRONMENTS = [\n  { peers: { a: 1 } },\n];\n' };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'peers', 'cidrs', 3])).toBe('index.ts   { peers: |{ a: 1 } },');
  expect(pointed(files, ['ENVIRONMENTS', 0, 'siteGateway'])).toBe('index.ts   |{ peers: { a: 1 } },');
  expect(pointed(files, ['DELIVERY'])).toBe('index.ts |export const ENVIRONMENTS = [');
});

test('data, and no interface, type or comment with the same words', () => {
  const files = {
    'index.ts': [
      "import type { siteGateway } from '../inventory';",
      '// siteGateway: names no peer',
      'interface Environment { siteGateway: { cidrs: string[] } }',
      "type siteGateways = 'siteGateway';",
      'const prod: Environment = { siteGateway: { cidrs: [] } } satisfies Environment;',
      'export const ENVIRONMENTS = [prod as const];',
      '',
    ].join('\n'),
  };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'siteGateway', 'cidrs'])).toBe(
    'index.ts const prod: Environment = { siteGateway: { cidrs: |[] } } satisfies Environment;',
  );
});

test('names, of this file and of others', () => {
  const files = {
    'index.ts': "export * from './all';\n",
    'all.ts': "import { production as prod } from './prod';\nexport const ENVIRONMENTS = [prod];\n",
    'prod.ts':
      "import { LIMITS } from './shared/limits';\nconst platform = { istio: '1.1' };\nconst prod = { platform, ...LIMITS.all };\nexport { prod as production };\n",
    'shared/limits.ts': "export const LIMITS = { all: { size: '512m' } };\n",
  };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'platform', 'istio'])).toBe(
    "prod.ts const platform = { istio: |'1.1' };",
  );
  expect(pointed(files, ['ENVIRONMENTS', 0, 'platform'], 'key')).toBe(
    'prod.ts const prod = { |platform, ...LIMITS.all };',
  );
  expect(pointed(files, ['ENVIRONMENTS', 0, 'size'])).toBe(
    "shared/limits.ts export const LIMITS = { all: { size: |'512m' } };",
  );
});

test('what a function returns, and what map makes of a list', () => {
  const files = {
    'index.ts': INDEX,
    'all.ts': [
      'function cluster(name: string) { return { name, region: 3 }; }',
      'const domain = (name: string) => ({ host: name });',
      "export const ENVIRONMENTS = [{ clusters: [cluster('a')], domains: ['x'].map(domain) }];",
      '',
    ].join('\n'),
  };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'clusters', 0, 'region'])).toBe(
    'all.ts function cluster(name: string) { return { name, region: |3 }; }',
  );
  expect(pointed(files, ['ENVIRONMENTS', 0, 'domains', 0, 'host'], 'key')).toBe(
    'all.ts const domain = (name: string) => ({ |host: name });',
  );
});

test('entries behind a spread, and the later of two keys', () => {
  const files = {
    'index.ts': 'const some = [1, 2];\nexport const ENVIRONMENTS = [...some, 3, { a: 1, ...{ a: 2 } }];\n',
  };
  expect(pointed(files, ['ENVIRONMENTS', 1])).toBe('index.ts const some = [1, |2];');
  expect(pointed(files, ['ENVIRONMENTS', 2])).toContain('...some, |3,');
  expect(pointed(files, ['ENVIRONMENTS', 3, 'a'])).toContain('...{ a: |2 }');
});

test('a column counts UTF-16 code units, as editors do', () => {
  const files = { 'index.ts': "// 环境 🚀\nexport const ENVIRONMENTS = [{ region: '杭州🚀', name: 1 }];\n" };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'name'])).toBe(
    "index.ts export const ENVIRONMENTS = [{ region: '杭州🚀', name: |1 }];",
  );
});

test('names that refer to each other, and a file that cannot be read, end at what is known', () => {
  const files = {
    'index.ts': "import { b } from './b';\nexport const a = b;\nexport const ENVIRONMENTS = [a, broken];\n",
    'b.ts': "import { a } from './index';\nexport const b = a;\n",
  };
  expect(pointed(files, ['ENVIRONMENTS', 0, 'name'])).toMatch(/^(index|b)\.ts /);
  expect(pointed(files, ['ENVIRONMENTS', 1, 'name'])).toContain('[a, |broken]');
  expect(pointed({ 'index.ts': 'export const = 1;\n' }, ['ENVIRONMENTS'])).toBe(
    'index.ts |export const = 1;',
  );
});
