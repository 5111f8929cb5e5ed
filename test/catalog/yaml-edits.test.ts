import { load } from 'js-yaml';
import { withEntry, withField, withNewEntry, withRenamed, withValue } from '../../catalog/yaml-edits';

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
  expect(withRenamed(text, 'service', 'x', 'z')).toBe(
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
