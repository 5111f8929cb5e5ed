import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping, type Mapping } from '../../../base';
import { serviceProblems } from '../../../catalog';
import { platformProfile, type PlatformProfile } from '../../../platform';
import { declaredService } from '../../../takeover/service';
import { STACKS } from '../../fixtures/platform-clusters';
import { byRunLength } from '../../properties/run-length';

const FOLDER = join(__dirname, '../../fixtures/foreign-services');

/** The objects of each file: a Knative Service, and DestinationRules. */
const OBJECTS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('.declared.yaml'))
  .map((name) =>
    parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS() as Mapping),
  );

const PROFILES = (['istio-1.0', 'istio-1.28'] as const).map((stack): PlatformProfile => {
  const { profile } = platformProfile({ versions: STACKS[stack], overrides: { namespaceLabel: 'name' } });
  if (profile === undefined) throw new Error('no profile');
  return profile;
});

/** What stands where something else should. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    NaN,
    1e300,
    '',
    ' ',
    'x',
    '$(A)',
    [],
    [null],
    [[]],
    {},
    { '': {} },
  ),
  fc.constantFrom<unknown>([{ name: 1 }], { name: null }, [{}, {}], { ['__proto__']: 1 }, '\uD800', ['\0']),
  fc.jsonValue({ maxDepth: 2 }),
);

const changes = fc.array(
  fc.record({
    at: fc.nat(),
    by: odd,
    key: fc.option(fc.constantFrom('__proto__', 'constructor', '0', 'é'), { freq: 8 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Every node of a value but itself, as the steps to it. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [...path, name],
    ...pathsIn(inner, [...path, name]),
  ]);
}

/** A value in which something else stands at a path, or under another key. */
function changed(
  value: unknown,
  [step = '', ...rest]: readonly string[],
  by: unknown,
  key: string | null,
): unknown {
  if (typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value).map(([name, inner]): readonly [string, unknown] => {
    if (name !== step) return [name, inner];
    return rest.length === 0 ? [key ?? name, by] : [name, changed(inner, rest, by, key)];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

test('whatever stands in an object, it has a declaration that a file may say, and the same one again', () => {
  let declared = 0;
  const numRuns = byRunLength({ quick: 30, long: 600 });
  fc.assert(
    fc.property(
      fc.constantFrom(...OBJECTS),
      fc.constantFrom(...PROFILES),
      changes,
      (objects, profile, all) => {
        const mutant = all.reduce<unknown>((value, { at, by, key }) => {
          const paths = pathsIn(value);
          return changed(value, paths[at % Math.max(1, paths.length)] ?? [], by, key);
        }, objects);
        const [service = {}, ...destinationRules] = (mutant as readonly unknown[]).filter(isMapping);
        const input = { service, destinationRules, profile, environment: {} };
        const found = declaredService(input);
        const name =
          isMapping(service.metadata) && typeof service.metadata.name === 'string'
            ? service.metadata.name
            : '';
        if (found.service !== undefined) {
          declared += 1;
          expect(serviceProblems(found.service, name)).toEqual([]);
        }
        expect(declaredService(input)).toEqual(found);
      },
    ),
    { numRuns },
  );
  expect(declared).toBeGreaterThan(numRuns / 3);
});
