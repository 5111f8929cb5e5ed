import type { Place } from '../findings';

/** The line of the first of some values that stands in a file: as a quoted literal, else anywhere, else its top. */
export function placeOf(file: string, values: readonly string[], text = ''): Place {
  const offsets = values.flatMap((value) =>
    [`'${value}'`, `"${value}"`, value].map((literal) => text.indexOf(literal)),
  );
  const offset = offsets.find((at) => at >= 0) ?? 0;
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
