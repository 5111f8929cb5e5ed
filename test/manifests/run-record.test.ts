import { createHash } from 'node:crypto';
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

/** The checksums of the format, for damage that they do not find. */
function withChecksums(lines: readonly unknown[], format = 'kfaas-run-record 2'): string {
  const sum = (text: string) => createHash('sha1').update(text).digest('base64');
  const body = lines.map((line) => `${sum(JSON.stringify(line))} ${JSON.stringify(line)}`).join('\n');
  return `${format} ${sum(body)}\n${body}`;
}

const HEAD = { program: 'program' };

const LINE = ['functions/a/b.yaml', ['one', 'signature', ['x.yaml'], { a: 1 }]];

test('the format of the record is what the other tests take it for', () => {
  const { file, reopen } = recorded();
  writeFileSync(file, withChecksums([HEAD, LINE]));
  expect(reopen().known('functions/a/b.yaml', 'one')).toEqual({ a: 1 });
});

test.each([
  '',
  '{',
  'null',
  '{"program":"program","entries":[["functions/a/b.yaml",["one","",[],{"a":2}]]]}',
  withChecksums([]),
  withChecksums([HEAD, LINE], 'kfaas-run-record 1'),
  withChecksums([{ ...HEAD, more: 1 }, LINE]),
  withChecksums([{ program: 7 }, LINE]),
  withChecksums([{ ...HEAD, note: 'note' }, LINE]),
  ...[7, null, [], ['a'], ['a', 7], ['functions/a/b.yaml', []], ['a', ['one', 'two', 'three', 4]]].map(
    (line) => withChecksums([HEAD, LINE, line]),
  ),
])('a record of %j is no record', (text) => {
  const { file, reopen } = recorded();
  writeFileSync(file, text);
  expect(reopen().known('functions/a/b.yaml', 'one')).toBeUndefined();
  expect(reopen().untouched('functions/a/b.yaml', 'one')).toBeUndefined();
});

test('a record that is damaged in any byte, cut off or longer is no record', () => {
  const { file, reopen } = recorded();
  const whole = readFileSync(file);
  const damaged = [whole.subarray(0, -1), Buffer.concat([whole, Buffer.from('\n')])];
  for (let at = 0; at < whole.length; at += 1) {
    const copy = Buffer.from(whole);
    copy.writeUInt8(whole.readUInt8(at) ^ (1 << (at % 8)), at);
    damaged.push(copy, whole.subarray(0, at));
  }
  for (const content of damaged) {
    writeFileSync(file, content);
    const record = reopen();
    expect(record.known('functions/a/b.yaml', 'one')).toBeUndefined();
    expect(record.untouched('functions/a/b.yaml', 'one')).toBeUndefined();
  }
});

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
