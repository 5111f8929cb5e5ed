import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRunRecord } from '../../manifests';
import { fileStatus, waitForClock } from '../../manifests/file-status';
import { projectFolder } from '../fixtures/project-folder';

const RENDERED = new Map([
  ['functions/a/b.yaml', { inputs: 'one', paths: ['x.yaml', 'y.yaml'], data: () => ({ a: 1 }), kept: false }],
]);

function recorded(prepare: (file: string) => void = () => undefined) {
  const { path } = projectFolder({ 'x.yaml': 'x\n', 'y.yaml': 'y\n' });
  prepare(join(path, 'y.yaml'));
  waitForClock();
  const file = join(path, 'cache/record.json');
  openRunRecord(file, path, 'program').save(RENDERED, (name) => fileStatus(join(path, name)));
  return { path, file, reopen: (program = 'program') => openRunRecord(file, path, program) };
}

test('what was left is known by its inputs and its program', () => {
  const { reopen } = recorded();
  expect(reopen().untouched('functions/a/b.yaml', 'one')).toEqual(['x.yaml', 'y.yaml']);
  expect(reopen().known('functions/a/b.yaml', 'one')).toEqual({ a: 1 });
  expect(reopen().untouched('functions/a/b.yaml', 'two')).toBeUndefined();
  expect(reopen().known('functions/a/b.yaml', 'two')).toBeUndefined();
  expect(reopen().untouched('functions/a/c.yaml', 'one')).toBeUndefined();
  expect(reopen('another program').known('functions/a/b.yaml', 'one')).toBeUndefined();
});

test('a file that was written again is not what was left, whatever its times say', () => {
  const { path, reopen } = recorded((file) => utimesSync(file, 1_000_000_000, 1_000_000_000));
  writeFileSync(join(path, 'y.yaml'), 'z\n');
  utimesSync(join(path, 'y.yaml'), 1_000_000_000, 1_000_000_000);
  expect(reopen().untouched('functions/a/b.yaml', 'one')).toBeUndefined();
  expect(reopen().known('functions/a/b.yaml', 'one')).toEqual({ a: 1 });
});

test.each(['', '{', '[]', 'null', '{"program":"program","entries":7}'])(
  'a record of %j is no record',
  (text) => {
    const { file, reopen } = recorded();
    expect(readFileSync(file, 'utf8')).toContain('"program":"program"');
    writeFileSync(file, text);
    expect(reopen().known('functions/a/b.yaml', 'one')).toBeUndefined();
  },
);

test('a record that cannot be written is done without', () => {
  const { path } = projectFolder({ cache: 'a file', 'x.yaml': 'x\n', 'y.yaml': 'y\n' });
  const record = openRunRecord(join(path, 'cache/record.json'), path, 'program');
  expect(() => record.save(RENDERED, () => 'some status')).not.toThrow();
});

test('what was not told of a file is not made up', () => {
  const { path, file, reopen } = recorded();
  openRunRecord(file, path, 'program').save(RENDERED, () => undefined);
  expect(reopen().known('functions/a/b.yaml', 'one')).toBeUndefined();
});

test('what was kept is told by what it was before, not by what it is by then', () => {
  const { path, file, reopen } = recorded();
  const record = openRunRecord(file, path, 'program');
  writeFileSync(join(path, 'y.yaml'), 'changed while the run went on\n');
  record.save(
    new Map([...RENDERED].map(([name, entry]) => [name, { ...entry, kept: true }])),
    () => 'unasked',
  );
  expect(reopen().untouched('functions/a/b.yaml', 'one')).toBeUndefined();
});

test('a note of the whole is given back for the same inputs alone, and not kept by a run that makes none', () => {
  const { path } = projectFolder();
  const reopen = () => openRunRecord(join(path, 'record.json'), path, 'program');
  reopen().save(new Map(), () => undefined, { inputs: 'one', value: ['proved'] });
  expect([reopen().noted('one'), reopen().noted('two')]).toEqual([['proved'], undefined]);
  reopen().save(new Map(), () => undefined);
  expect(reopen().noted('one')).toBeUndefined();
});
