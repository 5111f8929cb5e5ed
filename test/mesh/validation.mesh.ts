import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTING_RULES_RANGE, routingRulesOf } from '../../platform';
import { checkTables, routeTables } from '../../routing';
import { findIstioctl } from './binaries';
import { faultyVirtualServices } from './faulty-virtual-services';

const istioctl = findIstioctl();
if (istioctl === undefined) process.stderr.write('SKIPPED: istioctl validate; it is missing\n');

/** Seeds, and how many VirtualServices each makes. */
const [SEEDS, COUNT] = [[1, 2, 3, 4], 500] as const;

/** Codes of what Kubernetes or Istio refuses. */
const REFUSALS: ReadonlySet<string> = new Set(['KF614', 'KF403']);

const folder = mkdtempSync(join(tmpdir(), 'kfaas-validate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What istioctl says of each refused object, by its name. */
function refusedByIstio(objects: readonly object[]): ReadonlyMap<string, string> {
  const file = join(folder, 'objects.yaml');
  // JSON is YAML.
  writeFileSync(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const { stderr, stdout } = spawnSync(istioctl ?? '', ['validate', '-f', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const all = stdout + stderr;
  const errors = all.includes('Error: ') ? all.slice(all.lastIndexOf('\nError: ') + 1) : '';
  const parts = errors.split(/VirtualService\/ns\/(v\d+): /).slice(1);
  return new Map(parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] ?? ''] as const] : [])));
}

/** What KFaas says of each refused object, by its name. */
function refusedByUs(objects: readonly object[]): ReadonlyMap<string, string> {
  const rules = routingRulesOf(ROUTING_RULES_RANGE.newest);
  if (rules === undefined) throw new Error('no rules');
  const { problems } = checkTables(routeTables(objects, rules), rules);
  const said = new Map<string, string>();
  for (const { code, severity, message, positions } of problems) {
    const at = positions[0]?.virtualService;
    if (severity !== 'error' || !REFUSALS.has(code) || at === undefined) continue;
    said.set(`v${at}`, `${said.get(`v${at}`) ?? ''}${message}\n`);
  }
  return said;
}

(istioctl === undefined ? describe.skip : describe)('istioctl validate', () => {
  test.each(SEEDS)('refuses what KFaas reports, and nothing else (seed %i)', (seed) => {
    const objects = faultyVirtualServices(COUNT, seed);
    const [istio, ours] = [refusedByIstio(objects), refusedByUs(objects)];
    const differences = objects.flatMap((object, i) => {
      const [theirs, own] = [istio.get(`v${i}`), ours.get(`v${i}`)];
      if ((theirs === undefined) === (own === undefined)) return [];
      return [{ istio: theirs ?? 'takes it', ours: own ?? 'nothing to say', object: JSON.stringify(object) }];
    });
    expect(differences).toEqual([]);
    // Both kinds have to be there for the comparison to mean anything.
    expect(istio.size).toBeGreaterThan(COUNT / 10);
    expect(istio.size).toBeLessThan((COUNT * 9) / 10);
  });
});
