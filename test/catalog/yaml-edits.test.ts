import { load } from 'js-yaml';
import {
  withEntry,
  withField,
  withLines,
  withNewEntry,
  withRenamed,
  withSetting,
  withValue,
} from '../../catalog/yaml-edits';

test.each([
  ['runtime: cpp # x\ndescription: d\n', 'runtime: cpp # x\nroutes: [1]\ndescription: d\n'],
  ['# top\nruntime: cpp', '# top\nruntime: cpp\nroutes: [1]\n'],
  ['service:\n  image: a # b\nruntime: cpp\n', 'service:\n  image: a # b\nroutes: [1]\nruntime: cpp\n'],
  ['{ runtime: cpp }\n', '{ routes: [1], runtime: cpp }\n'],
])('a new field of %j', (text, expected) => {
  expect(withField(text, 'routes', '[1]')).toBe(expected);
  expect(load(expected)).toMatchObject({ routes: [1] });
});

test.each([
  ['a: { b: null } # c\n', 'a: { b: [1] } # c\n'],
  ['a:\n  b:\n  c: 2\n', 'a:\n  b: [1]\n  c: 2\n'],
  ['a:\n  b: ~ # c\n', 'a:\n  b: [1] # c\n'],
])('another value in %j', (text, expected) => {
  expect(withValue(text, ['a', 'b'], '[1]')).toBe(expected);
});

test('a renamed value, at any depth, and no other', () => {
  const text =
    'service: { image: x }\nbackends: [{ service: x }, { service: "x" }]\no: { p: { backends: [{ service: y }] } }\n';
  expect(withRenamed(text, ['service'], 'x', 'z')).toBe(
    'service: { image: x }\nbackends: [{ service: z }, { service: z }]\no: { p: { backends: [{ service: y }] } }\n',
  );
});

describe('an entry of a list', () => {
  test.each([
    ['block', 'a: 1\nl:\n  # one\n  - x # y\n  - z\n', 'a: 1\nl:\n  # one\n  - w # y\n  - z\n'],
    ['flow', 'l: [x, z] # c\n', 'l: [w, z] # c\n'],
  ])('replaced: %s', (_form, text, expected) => {
    expect(withEntry(text, 'l', 'x', 'w')).toBe(expected);
  });

  test.each([
    ['first of a block', 'l:\n  - x # y\n  - z\n', 'l:\n  - z\n'],
    ['first of a flow list', 'l: [x, z]\n', 'l: [z]\n'],
    ['last of a flow list', 'l: [z, x]\n', 'l: [z]\n'],
    ['the only one', 'a: 1\nl:\n  - x # y\nb: 2\n', 'a: 1\nb: 2\n'],
    ['the only one of a flow list', 'a: 1\nl: [x]\n', 'a: 1\n'],
    ['not there', 'l: [z]\n', 'l: [z]\n'],
  ])('removed: %s', (_form, text, expected) => {
    expect(withEntry(text, 'l', 'x', undefined)).toBe(expected);
  });

  test('replaced by an entry that is there already', () => {
    expect(withEntry('l: [x, w]\n', 'l', 'x', 'w')).toBe('l: [w]\n');
  });

  test.each([
    ['a: 1\n', 'a: 1\nl:\n  - x\n'],
    ['l:\n    - z # y\na: 1\n', 'l:\n    - z # y\n    - x\na: 1\n'],
    ['l: [z]\n', 'l: [z, x]\n'],
    ['l: []\n', 'l: [x]\n'],
  ])('added to %j', (text, expected) => {
    expect(withNewEntry(text, 'l', 'x')).toBe(expected);
  });
});

test.each([
  ['r: { a: 1 } # c\n', 'r: { a: 1, at: { x: 5 } } # c\n'],
  ['r:\n  a: 1 # c\nb: 2\n', 'r:\n  a: 1 # c\n  at: { x: 5 }\nb: 2\n'],
  ['r:\n  a: 1', 'r:\n  a: 1\n  at: { x: 5 }\n'],
  ['r:\n  at: { y: 1 } # c\n', 'r:\n  at: { y: 1, x: 5 } # c\n'],
  ['r:\n  at:\n    y: 1 # c\n  b: 2\n', 'r:\n  at:\n    y: 1 # c\n    x: 5\n  b: 2\n'],
  ['r: { at: {} }\n', 'r: { at: { x: 5 } }\n'],
  ['r:\n  at:\n    x: 1 # c\n', 'r:\n  at:\n    x: 5 # c\n'],
])('a setting in %j', (text, expected) => {
  expect(withSetting(text, ['r', 'at', 'x'], '5')).toBe(expected);
  expect(load(expected)).toMatchObject({ r: { at: { x: 5 } } });
});

test.each([
  ['a: 1\nr:\n  b: 1 # x\n  c: [1]\n# next\nd: 2\n', 'a: 1\nn: 3\n# next\nd: 2\n', 'a: 1\n# next\nd: 2\n'],
  ['a: 1\nr: { b: 1 }', 'a: 1\nn: 3\n', 'a: 1\n'],
  ['{ a: 1, r: { b: 1 }, d: 2 }\n', '{ a: 1, n: 3, d: 2 }\n', '{ a: 1, d: 2 }\n'],
  ['{ a: 1, r: { b: 1 } }\n', '{ a: 1, n: 3 }\n', '{ a: 1 }\n'],
])('a field of %j gives way to another, or goes', (text, replaced, removed) => {
  expect(withLines(text, 'r', 'n: 3\n')).toBe(replaced);
  expect(withLines(text, 'r', '')).toBe(removed);
  expect([load(replaced), load(removed)]).toMatchObject([{ a: 1, n: 3 }, { a: 1 }]);
});
