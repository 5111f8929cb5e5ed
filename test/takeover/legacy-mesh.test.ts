import { importReport } from '../../cli/import/report';
import { DEFAULT_NAMES } from '../../base';
import { filesOf, importObjects, type TriedImport } from './legacy';
import { legacyMesh, ODDITIES } from './legacy-mesh';

const COUNT = 700;

/** Whether the report of an import names something odd. */
function isTold(result: TriedImport, report: string, { told, name }: (typeof ODDITIES)[number]): boolean {
  if (told === 'left') return result.left.some((one) => one.name.endsWith(`/${name}`));
  if (told === 'guess') return report.includes(name);
  return result.findings.some(
    ({ code, message, places }) =>
      code === told &&
      (message.includes(name) || places.some(({ object }) => object?.endsWith(`/${name}`) === true)),
  );
}

test('700 legacy VirtualServices with twenty oddities become a catalog, and a second run changes nothing', () => {
  const planted = ODDITIES.flatMap(({ objects }) => objects);
  expect(ODDITIES.length).toBeGreaterThanOrEqual(20);
  const objects = [...legacyMesh(COUNT - planted.length), ...planted];
  const result = importObjects(objects, { isPartial: true });
  const report = importReport(result, DEFAULT_NAMES);
  expect(ODDITIES.filter((one) => !isTold(result, report, one)).map(({ what }) => what)).toEqual([]);
  // Nothing else is told: 675 say nothing odd.
  const names = ODDITIES.flatMap(({ objects: own }) =>
    own.map(({ metadata }) => (metadata as { name: string }).name),
  );
  const others = result.findings.filter(
    ({ message, places }) =>
      !names.some(
        (name) =>
          message.includes(name) || places.some(({ object }) => object?.endsWith(`/${name}`) === true),
      ),
  );
  expect(others.map(({ message }) => message)).toEqual([]);
  expect(new Set(result.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
  expect(result.functions.length).toBeGreaterThan(680);

  const again = importObjects(objects, { isPartial: true }, filesOf(result));
  expect([...again.files.keys()]).toEqual([]);
  expect(new Set(again.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
}, 120_000);

test('without --partial, nothing is written', () => {
  const result = importObjects([...legacyMesh(20), ...ODDITIES.flatMap(({ objects }) => objects)]);
  expect(result.files.size).toBe(0);
});
