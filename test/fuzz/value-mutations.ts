import fc, { type Arbitrary } from 'fast-check';
import { dump } from 'js-yaml';
import { parse, stringify } from 'yaml';
import { NAMES, NUMBERS, TEXTS, WORDS } from './hostile';

/** A change of the value of a file at one of its nodes, numbered from the root on, modulo their number. */
export interface ValueMutation {
  readonly kind: 'value';
  readonly at: number;
  readonly does: 'replace' | 'remove' | 'rename' | 'add' | 'swap' | 'wrap' | 'alias';
  readonly other: number;
  readonly by: unknown;
  readonly name: string;
  readonly style: Style;
}

/** How a value is written: all of them mean the same. */
export type Style = keyof typeof STYLES;

const STYLES = {
  block: (value: unknown) => stringify(value),
  aliased: (value: unknown) => stringify(value, { aliasDuplicateObjects: true, lineWidth: 20 }),
  quoted: (value: unknown) =>
    stringify(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_SINGLE' }),
  json: (value: unknown) => JSON.stringify(value),
  other: (value: unknown) => dump(value, { noRefs: true, lineWidth: 40 }),
};

/** Writes a value in one of the styles. */
export function written(value: unknown, style: Style): string {
  return STYLES[style](value);
}

/** Ways to write a value. */
export function styles(): Arbitrary<Style> {
  return fc.constantFrom(...(Object.keys(STYLES) as Style[]));
}

/** A text of any kind. */
export function anyText(): Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...WORDS, ...TEXTS),
    fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text.isWellFormed()),
    fc.string({ unit: fc.constantFrom(...Array.from('aeyn019:.-_+/~ #&*!|\'"%{[,?=<\n')), maxLength: 8 }),
  );
}

/** A value of any type. */
function anyValue(): Arbitrary<unknown> {
  const empty = fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], { a: {} });
  return fc.oneof(anyText(), fc.constantFrom(...NUMBERS), empty, fc.jsonValue({ maxDepth: 2 }));
}

/** Any change of any node. */
export function valueMutations(): Arbitrary<ValueMutation> {
  return fc.record({
    kind: fc.constant('value' as const),
    at: fc.nat(999),
    does: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'add', 'swap', 'wrap', 'alias'),
    other: fc.nat(999),
    by: anyValue(),
    name: fc.constantFrom(...NAMES),
    style: styles(),
  });
}

/** A node, by the mapping or list around it. */
interface Place {
  readonly around: Record<string, unknown> | unknown[];
  readonly key: string;
}

/** Applies a change to the value of a file. A text that is no YAML stays as it is. */
export function mutatedValue(text: string, mutation: ValueMutation): string {
  let root: { value: unknown };
  try {
    root = { value: parse(text, { maxAliasCount: 100, logLevel: 'silent' }) as unknown };
  } catch {
    return text;
  }
  const places = placesIn(root);
  const place = places[mutation.at % places.length];
  const other = places[mutation.other % places.length];
  if (place !== undefined && other !== undefined) change(place, other, mutation);
  try {
    return written(root.value ?? null, mutation.style);
  } catch {
    // It contains itself now, and that style cannot say so.
    return stringify(root.value ?? null);
  }
}

/** All nodes of a value; one that contains itself is not entered again. */
function placesIn(value: unknown, within: readonly unknown[] = []): Place[] {
  if (typeof value !== 'object' || value === null || within.includes(value)) return [];
  const around = value as Place['around'];
  return Object.keys(around).flatMap((key) => [
    { around, key },
    ...placesIn(Reflect.get(around, key), [...within, value]),
  ]);
}

function change({ around, key }: Place, other: Place, { does, by, name }: ValueMutation): void {
  const value: unknown = Reflect.get(around, key);
  const copy = structuredClone(value);
  switch (does) {
    case 'replace':
      set(around, key, by);
      break;
    case 'remove':
      remove(around, key);
      break;
    case 'rename':
      remove(around, key);
      add(around, name, value);
      break;
    case 'add':
      add(around, name, Array.isArray(around) ? copy : by);
      break;
    case 'swap':
      set(around, key, structuredClone(Reflect.get(other.around, other.key)));
      set(other.around, other.key, copy);
      break;
    case 'wrap':
      set(around, key, [value]);
      break;
    case 'alias':
      set(other.around, other.key, value);
  }
}

/** Sets a field of any name, `__proto__` too. */
function set(around: Place['around'], key: string, value: unknown): void {
  Object.defineProperty(around, key, { value, enumerable: true, configurable: true, writable: true });
}

function add(around: Place['around'], name: string, value: unknown): void {
  if (Array.isArray(around)) around.push(value);
  else set(around, name, value);
}

function remove(around: Place['around'], key: string): void {
  if (Array.isArray(around)) around.splice(Number(key), 1);
  else Reflect.deleteProperty(around, key);
}
