/** The label of an object of a manifest; undefined where it has none that is text. */
export function labelOf(object: unknown, label: string): string | undefined {
  const text = fieldOf(fieldOf(fieldOf(object, 'metadata'), 'labels'), label);
  return typeof text === 'string' ? text : undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[field]
    : undefined;
}
