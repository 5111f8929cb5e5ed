import { compareText, groupBy, isMapping, stableText } from '../../base';

test('texts are compared by code units', () => {
  expect(['b', 'a', 'B', 'ä', 'a'].sort(compareText)).toEqual(['B', 'a', 'a', 'b', 'ä']);
});

test('groups keep the order of keys and values', () => {
  const groups = groupBy([3, 1, 4, 5, 2], (value) => value % 2);
  expect([...groups]).toEqual([
    [1, [3, 1, 5]],
    [0, [4, 2]],
  ]);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['text', false],
  [new Date(0), false],
])('%j is a mapping: %s', (value, expected) => {
  expect(isMapping(value)).toBe(expected);
});

test('the order of keys does not change the stable text', () => {
  expect(stableText({ b: [{ d: 1, c: 2 }], a: 3 })).toBe('{"a":3,"b":[{"c":2,"d":1}]}');
});
