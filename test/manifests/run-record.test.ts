import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRunRecord } from '../../manifests';
import { fileStatus, waitForClock } from '../../manifests/file-status';
import { projectFolder } from '../project-folder';

const RENDERED = new Map([
  ['functions/a/b.yaml', { inputs: 'one', paths: ['x.yaml', 'y.yaml'], kept: false }],
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
  expect(reopen().isKnown('functions/a/b.yaml', 'one')).toBe(true);
  expect(reopen().untouched('functions/a/b.yaml', 'two')).toBeUndefined();
  expect(reopen().isKnown('functions/a/b.yaml', 'two')).toBe(false);
  expect(reopen().untouched('functions/a/c.yaml', 'one')).toBeUndefined();
  expect(reopen('another program').isKnown('functions/a/b.yaml', 'one')).toBe(false);
});

test('a file that was written again is not what was left, whatever its times say', () => {
  const { path, reopen } = recorded((file) => utimesSync(file, 1_000_000_000, 1_000_000_000));
  writeFileSync(join(path, 'y.yaml'), 'z\n');
  utimesSync(join(path, 'y.yaml'), 1_000_000_000, 1_000_000_000);
  expect(reopen().untouched('functions/a/b.yaml', 'one')).toBeUndefined();
  expect(reopen().isKnown('functions/a/b.yaml', 'one')).toBe(true);
});

test.each(['', '{', '[]', 'null', '{"program":"program","entries":7}'])(
  'a record of %j is no record',
  (text) => {
    const { file, reopen } = recorded();
    expect(readFileSync(file, 'utf8')).toContain('"program":"program"');
    writeFileSync(file, text);
    expect(reopen().isKnown('functions/a/b.yaml', 'one')).toBe(false);
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
  expect(reopen().isKnown('functions/a/b.yaml', 'one')).toBe(false);
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
