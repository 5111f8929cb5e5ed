import { isMapping } from '../../base';
import { isWithin } from './release';
import { type Value } from './rendered-stack';

/**
 * The fields of an object by what they are in: `name`, `name:type`, `name@life`. `[]` is a list, `{}` a mapping with
 * free keys; a leaf is a text unless it says otherwise; a field without a life is there in every release.
 */
export type FieldTable = Readonly<Record<string, string>>;

interface Field {
  readonly life: string;
  readonly type: string;
}

const TYPES: Readonly<Record<string, (value: Value) => boolean>> = {
  text: (value) => typeof value === 'string',
  any: () => true,
  int: Number.isInteger,
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  // A Kubernetes port or share: a number, or the name of a port, or a percentage.
  intOrText: (value) => Number.isInteger(value) || typeof value === 'string',
  // Istio's validation.go: at least 1ms, and whole milliseconds.
  duration: (value) => typeof value === 'string' && /^([1-9]\d*(h|m|s|ms))+$/.test(value),
};

/** Gives, for an object and a release, every field that the release lacks and every value of another type. */
export function fieldChecker(table: FieldTable): (value: Value, release: string) => string[] {
  const byPath = new Map(
    Object.entries(table).flatMap(([parent, children]) =>
      children.split(' ').map((text): [string, Field] => {
        const [, name = '', type = 'text', life = '0'] = /^([^:@]+)(?::(\w+))?(?:@(\S+))?$/.exec(text) ?? [];
        return [join(parent, name), { type, life }];
      }),
    ),
  );
  return (value, release) => {
    const problems: string[] = [];
    walk(value, '');
    return problems;

    function walk(inner: Value, path: string): void {
      if (!isMapping(inner)) {
        problems.push(`${path} is no mapping`);
        return;
      }
      for (const [name, of] of Object.entries(inner)) field(join(path, name), of);
    }

    function field(name: string, value: Value): void {
      const path = [name, `${name}[]`, `${name}{}`].find((spelled) => byPath.has(spelled));
      if (path === undefined) {
        problems.push(`${name} is no field`);
        return;
      }
      const { life, type } = byPath.get(path) ?? { life: '0', type: 'text' };
      if (!isWithin(release, life)) problems.push(`${path} is there from ${life}`);
      for (const entry of entriesOf(path, value)) {
        if (table[path] !== undefined) walk(entry, path);
        else if (TYPES[type]?.(entry) !== true) problems.push(`${path} is ${JSON.stringify(entry)}`);
      }
    }
  };
}

/** The values that a field holds; the value itself where it has not the field's form, which no type takes. */
function entriesOf(path: string, value: Value): readonly Value[] {
  if (path.endsWith('[]') && Array.isArray(value)) return value as Value[];
  if (path.endsWith('{}') && isMapping(value)) return Object.values(value);
  return [value];
}

function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}
