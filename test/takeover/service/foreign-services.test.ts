import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Mapping } from '../../../base';
import { serviceProblems } from '../../../catalog';
import { toYaml } from '../../../manifests';
import { platformProfile } from '../../../platform';
import { declaredService, type ServiceToDeclare } from '../../../takeover/service';
import { STACKS } from '../../fixtures/platform-clusters';

/*
 * Knative Services that others wrote, as API servers give them, with the DestinationRules of their revisions. What Knative fills in
 * was filled in by Knative Serving 1.19 itself (SetDefaults of serving v0.46.0), but for run-latest.yaml: 0.7 was as that has it.
 */
const FOLDER = join(__dirname, '../../fixtures/foreign-services');

const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('.declared.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

/** What is not the same for all of them. */
const OTHERWISE: Readonly<Record<string, Partial<ServiceToDeclare> & { stack?: keyof typeof STACKS }>> = {
  'run-latest': { stack: 'istio-1.0' },
  placed: { environment: { imagePullSecrets: ['registry'] } },
  plain: {
    environment: { runtimes: { nodejs: { port: 3000, readinessPath: '/ready', livenessPath: '/live' } } },
  },
  divided: { routes: [{ match: { prefix: '/faas/api/data/' }, timeout: '500s' }] },
};

function declaredOf(name: string) {
  const documents = parseAllDocuments(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'));
  const [service = {}, ...destinationRules] = documents.map((document) => document.toJS() as Mapping);
  const { stack = 'istio-1.28', ...given } = OTHERWISE[name] ?? {};
  const { profile } = platformProfile({ versions: STACKS[stack], overrides: { namespaceLabel: 'name' } });
  if (profile === undefined) throw new Error('no profile');
  return declaredService({ service, destinationRules, profile, environment: {}, ...given });
}

test('there are Services of many shapes', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(13);
});

test.each(NAMES)('%s becomes what stands beside it, and a file may say so', (name) => {
  const declared = declaredOf(name);
  const text = toYaml({
    ...declared,
    outside: declared.outside.map(({ path, value, ...rest }) => ({ path: path.join(' '), value, ...rest })),
  });
  const file = join(FOLDER, `${name}.declared.yaml`);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(text);
  const { routes = [] } = OTHERWISE[name] ?? {};
  if (declared.service !== undefined) expect(serviceProblems(declared.service, name, routes)).toEqual([]);
});

test('no secret is handed on', () => {
  const all = NAMES.map((name) => JSON.stringify(declaredOf(name))).join('\n');
  expect(all).toContain('(looks like a secret)');
  expect(all).not.toMatch(/hunter2|0123456789abcdef|eyJ/);
});
