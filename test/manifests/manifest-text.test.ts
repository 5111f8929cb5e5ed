import { manifestItems } from '../../manifests/manifest-text';

/** The objects of a text, or where and why it cannot be read. */
function read(text: string): unknown {
  const found = manifestItems('a.yaml', text);
  return 'items' in found ? found.items.map(({ object }) => object) : found;
}

describe('what Kubernetes reads although the YAML specification forbids it', () => {
  test.each([
    ['single quotes', "note: 'one\ntwo\n three'\nkind: A\n"],
    ['double quotes', 'note: "one\ntwo\n three"\nkind: A\n'],
  ])('a text in %s that goes on without indentation', (_, text) => {
    expect(read(text)).toEqual([{ note: 'one two three', kind: 'A' }]);
  });

  test('a list in brackets', () => {
    expect(read('a:\n  b: [\n1,\n2\n]\nkind: A\n')).toEqual([{ a: { b: [1, 2] }, kind: 'A' }]);
  });

  test('many in one file', () => {
    const texts = Array.from({ length: 20 }, (_, i) => `n${i}: 'one\ntwo'\n`).join('');
    expect(Object.keys((read(texts) as [object])[0])).toHaveLength(20);
  });
});

test('a quote that is not closed is told where the text begins to go wrong', () => {
  expect(read("a: 'one\nb: two\nc: three\n")).toMatchObject({ line: 2, message: 'deficient indentation' });
});

test('a document does not begin within a quoted text', () => {
  expect(read("a: 'one\n---\ntwo'\n")).toMatchObject({ line: 2 });
});
