import { manifestStore } from '../../manifests';

const TWO = 'kind: A\n---\nkind: B\n';

test('the same bytes are read as what each file says that it is', () => {
  for (const files of [
    ['a.json', 'b.yaml'],
    ['b.yaml', 'a.json'],
  ]) {
    const store = manifestStore();
    const hash = store.put(Buffer.from(TWO));
    for (const file of files) store.parsed(hash, file);
    expect(store.parsed(hash, 'b.yaml').objects).toEqual([{ kind: 'A' }, { kind: 'B' }]);
    expect(store.brokenOf(hash, 'other.yml')).toBeUndefined();
    expect(store.parsed(hash, 'a.json').objects).toEqual([]);
    expect(store.brokenOf(hash, 'other.JSON')?.message).toMatch(/^expected a single document/);
  }
});

test('what was not parsed is not known to be broken', () => {
  const store = manifestStore();
  const hash = store.put(Buffer.from('kind: ['));
  expect(store.brokenOf(hash, 'a.yaml')).toBeUndefined();
  store.parsed(hash, 'a.yaml');
  expect(store.brokenOf(hash, 'a.yaml')).toMatchObject({ line: 1 });
});

test('a git-lfs pointer is no manifest without objects', () => {
  const store = manifestStore();
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
  const hash = store.put(Buffer.from(pointer));
  expect(store.parsed(hash, 'a.yaml')).toEqual({
    objects: [],
    broken: { line: 1, column: 1, message: 'a git-lfs pointer, not the file itself: run git lfs pull' },
  });
  // Beside it, text that merely mentions one.
  const other = store.put(Buffer.from(`kind: A\nnote: ${pointer.split('\n')[0] ?? ''}\n`));
  expect(store.parsed(other, 'a.yaml').broken).toBeUndefined();
});
