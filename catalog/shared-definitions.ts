import { isMapping, type Mapping } from '../base';

/** Shorter schemas stay where they are: a reference would be as long, and harder to read. */
const LEAST_LENGTH = 400;

/**
 * Moves the parts of a JSON Schema that it has several times into its `definitions`, so that each is there once: the environment of
 * a function's container and of its sidecars, what overlays change. It says the same as before.
 *
 * For example, `{properties: {a: {env: X}, b: {env: X}}}` becomes `{properties: {a: {env: R}, b: {env: R}}, definitions: {env: X}}`, where R
 * is a `$ref`. A round takes the outermost of such parts, and the next looks into them. Each makes the schema shorter, so that it ends.
 */
export function withSharedDefinitions(schema: Mapping): Mapping {
  let current = schema;
  for (;;) {
    const repeated = repeatedParts(current);
    if (repeated.size === 0) return current;
    const before = new Map(Object.entries(isMapping(current.definitions) ? current.definitions : {}));
    const names = new Map([...before].map(([name, part]) => [JSON.stringify(part), name]));
    for (const [text, name] of repeated) {
      if (!names.has(text)) names.set(text, freeName(name, [...names.values()]));
    }
    const definitions = [...names].map(([text, name]) => [
      name,
      replacingInside(JSON.parse(text) as object, names),
    ]);
    const rest = replacing({ ...current, definitions: undefined }, names) as Mapping;
    current = { ...rest, definitions: Object.fromEntries(definitions) as unknown };
  }
}

/** The outermost parts that occur several times, as text, each with the name of a field that has it. */
function repeatedParts(schema: Mapping): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  everyPart(schema, 'part', (text) => {
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return true;
  });
  const outermost = new Map<string, string>();
  everyPart(schema, 'part', (text, name) => {
    const isRepeated = (counts.get(text) ?? 0) > 1 && text.length >= LEAST_LENGTH;
    if (isRepeated && !outermost.has(text)) outermost.set(text, name);
    return !isRepeated;
  });
  return outermost;
}

/** Steps of a schema that are no names of fields. */
const UNNAMED = /^(\d+|items|anyOf|additionalProperties|properties)$/;

/** Visits the schemas in a schema, outer ones first; `visit` returns whether to go on inside of one. */
function everyPart(value: unknown, name: string, visit: (text: string, name: string) => boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (isMapping(value) && isSchema(value) && !visit(JSON.stringify(value), name)) return;
  for (const [key, inner] of Object.entries(value)) everyPart(inner, UNNAMED.test(key) ? name : key, visit);
}

/** Whether a mapping is a schema and not, for example, the fields of one. */
function isSchema(value: Mapping): boolean {
  return typeof value.type === 'string' || Array.isArray(value.anyOf);
}

function replacing(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => replacing(entry, names));
  const name = isMapping(value) && isSchema(value) ? names.get(JSON.stringify(value)) : undefined;
  return name === undefined ? replacingInside(value, names) : { $ref: `#/definitions/${name}` };
}

function replacingInside(value: object, names: ReadonlyMap<string, string>): Mapping {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, replacing(inner, names)]),
  );
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${name}${number}`;
  return free;
}
