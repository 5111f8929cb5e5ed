import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, prepare, synth } from '../../main';
import { openRunRecord } from '../../manifests';
import {
  checkForeignProject,
  dump,
  foreignObject,
  foreignProject,
  inputsOf,
  ruleTo,
} from '../fixtures/foreign-routes';
import { textsIn } from '../golden/golden-folder';

const APART = dump(foreignObject('old', [ruleTo('old', { prefix: '/faas/api/old/' })]));
const MEETING = dump(foreignObject('old', [ruleTo('old', { prefix: '/faas/api/shop/a/old/' })]));

test('folders that are of no environment or cluster are errors, which name the nearest', () => {
  const project = foreignProject({
    'foreign/tests/modern/a.yaml': APART,
    'foreign/tests/modern/b.yaml': APART,
    'foreign/test/modem/a.yaml': APART,
    'foreign/test/a.yaml': APART,
    'foreign/a.yaml': APART,
    'foreign/README.md': 'How these came here',
  });
  const { checked } = checkForeignProject(project);
  const below = (text: string) => text.replaceAll(`${project.path}/`, '');
  expect(checked.findings.map(({ code, message, help }) => [code, below(message), below(help)])).toEqual([
    [
      'KF110',
      'foreign/a.yaml belongs to no cluster: foreign routes are in foreign/<environment>/<cluster>/',
      'move it into the folder of the cluster that it was read from',
    ],
    [
      'KF110',
      'foreign/test/a.yaml belongs to no cluster: foreign routes are in foreign/<environment>/<cluster>/',
      'move it into the folder of the cluster that it was read from',
    ],
    [
      'KF110',
      "foreign/test/modem is no cluster's folder of foreign routes",
      'did you mean "modern"? known here: historic, modern',
    ],
    [
      'KF110',
      "foreign/tests is no environment's folder of foreign routes",
      'did you mean "test"? known here: test',
    ],
  ]);
  expect(checked.tables).toEqual([]);
});

test('files that cannot be read, that have no VirtualService, and names that occur twice', () => {
  const { found, checked } = checkForeignProject(
    foreignProject({
      'foreign/test/modern/broken.yaml': 'kind: VirtualService\nspec: [',
      'foreign/test/modern/notes.yaml': 'just: notes\n',
      'foreign/test/modern/old.yaml': APART,
      'foreign/test/modern/older.yaml': APART,
    }),
  );
  expect(found.map(([code, severity, place]) => [code, severity, place?.split(':')[0]])).toEqual([
    ['KF102', 'error', 'foreign/test/modern/broken.yaml'],
    ['KF111', 'warning', 'foreign/test/modern/notes.yaml'],
    ['KF616', 'error', 'foreign/test/modern/older.yaml'],
  ]);
  expect(checked.tables).toEqual([]);
});

test('what makes a verdict unknown is an error at the foreign file, and other mistakes there are not reported', () => {
  const rule = ruleTo('old', { prefix: '/faas/api/old/' });
  const asked = ruleTo('old', { regex: '/faas/api/old/(?=x)' });
  const { found } = checkForeignProject(
    foreignProject({
      'foreign/test/modern/old.yaml': dump(foreignObject('old', [rule, rule, asked])),
    }),
  );
  expect(found.map(([code, severity, place]) => [code, severity, place?.split(':')[0]])).toEqual([
    ['KF403', 'error', 'foreign/test/modern/old.yaml'],
  ]);
});

test('a folder that is not there changes nothing, nor does it render anything', () => {
  const without = foreignProject({});
  const withRoutes = foreignProject({ 'foreign/test/modern/old.yaml': APART });
  const [plain, beside] = [without, withRoutes].map(({ path }) => {
    const { foreign, ...inputs } = inputsOf(path);
    const used = path === without.path ? inputs : { ...inputs, foreign };
    const { change } = synth({ ...used, output: join(path, 'dist') });
    expect(change?.written).toBeGreaterThan(0);
    return textsIn(join(path, 'dist'));
  });
  expect(beside).toEqual(plain);
  expect(check(inputsOf(without.path)).tables).toEqual(
    check({ ...inputsOf(without.path), foreign: undefined }).tables,
  );
});

test('a run with a record finds what one without it finds, whatever changes in a foreign file', () => {
  const project = foreignProject({ 'foreign/test/modern/old.yaml': APART });
  const { path } = project;
  const file = join(path, 'foreign/test/modern/old.yaml');
  const program = () => ({
    ...inputsOf(path),
    output: join(path, 'dist'),
    record: openRunRecord(join(path, 'record.json'), join(path, 'dist'), 'a program'),
  });
  const noteIsKept = () => readFileSync(join(path, 'record.json'), 'utf8').includes('"foreign":1');
  const first = synth(program());
  expect(noteIsKept()).toBe(true);
  expect(prepare(program()).judged?.routes.foreign.size).toBe(0);
  expect(synth(program()).tables).toEqual(first.tables);

  writeFileSync(file, MEETING);
  const met = synth(program());
  expect(met.findings.map(({ code }) => code)).toEqual(['KF629']);
  expect(met.change).toBeUndefined();

  writeFileSync(file, dump(foreignObject('old', [ruleTo('a', { prefix: '/faas/api/shop/a/' })])));
  expect(synth(program()).findings.map(({ code }) => code)).toEqual(['KF631']);
  expect(noteIsKept()).toBe(false);

  writeFileSync(file, APART);
  expect(synth(program())).toMatchObject({ tables: first.tables, findings: [] });
  project.add({ 'foreign/test/historic/new.yaml': MEETING });
  expect(synth(program()).findings.map(({ code }) => code)).toEqual(['KF629']);
});
