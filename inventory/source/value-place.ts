import { posix } from 'node:path';
import type { Place } from '../../findings';
import type { ValuePath } from '../../shape';
import type { Expression } from './expression';
import { readSourceFile, type Origin, type SourceFile } from './source-file';

/** Returns the place of a value or of its key; of a value that is missing, the place of the value around it. */
export type ValuePlaces = (path: ValuePath, at?: 'key' | 'value') => Place;

/** An expression, and the file that it is in. */
interface Located {
  readonly source: SourceFile;
  readonly expression: Expression;
}

/** A key or a list entry, and its value. */
interface Found extends Located {
  readonly key: number;
}

/** Most names that are followed one after the other: names can refer to each other. */
const FOLLOW_LIMIT = 100;

/**
 * Locates exported data in the TypeScript files that declare it. Follows names, imports, spreads, calls and `map` to
 * where a person wrote the value. Types have no part in it.
 * @param index the file that exports the data, such as `environments/index.ts`
 * @param textOf returns the text of a file
 */
export function valuePlaces(index: string, textOf: (file: string) => string | undefined): ValuePlaces {
  const files = new Map<string, SourceFile | undefined>();
  return (path, at = 'value') => {
    const [name = '', ...steps] = path;
    const exported = exportOf(index, String(name), 0);
    if (exported === undefined) return { file: index, line: 1, column: 1 };
    let current = follow(exported, 0);
    for (const [position, step] of steps.entries()) {
      const found = stepInto(current, step, 0);
      if (found === undefined) break;
      if (at === 'key' && position === steps.length - 1) return found.source.placeOf(found.key);
      current = follow(found, 0);
    }
    return current.source.placeOf(current.expression.at);
  };

  function sourceOf(file: string): SourceFile | undefined {
    if (files.has(file)) return files.get(file);
    const text = textOf(file);
    const read =
      text === undefined ? undefined : readSourceFile(file, text, (specifier) => fileOf(file, specifier));
    files.set(file, read);
    return read;
  }

  function fileOf(from: string, specifier: string): string {
    const path = posix.join(posix.dirname(from), specifier);
    return [`${path}.ts`, `${path}/index.ts`].find((file) => textOf(file) !== undefined) ?? path;
  }

  /** Returns what a file exports under a name. */
  function exportOf(file: string, name: string, depth: number): Located | undefined {
    const source = sourceOf(file);
    if (source === undefined || depth > FOLLOW_LIMIT) return undefined;
    const origin = source.exports.get(name);
    if (origin !== undefined) return originOf(source, origin, depth + 1);
    for (const other of source.exportedFiles) {
      const found = exportOf(other, name, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function originOf(source: SourceFile, origin: Origin, depth: number): Located | undefined {
    return origin.kind === 'import'
      ? exportOf(origin.file, origin.name, depth)
      : { source, expression: origin };
  }

  /** Follows names and calls to the expression that they stand for. */
  function follow(located: Located, depth: number): Located {
    const next = depth > FOLLOW_LIMIT ? undefined : behind(located, depth + 1);
    return next === undefined ? located : follow(next, depth + 1);
  }

  function behind({ source, expression }: Located, depth: number): Located | undefined {
    switch (expression.kind) {
      case 'name': {
        const origin = source.names.get(expression.name);
        return origin === undefined ? undefined : originOf(source, origin, depth);
      }
      case 'member':
        return stepInto(follow({ source, expression: expression.of }, depth), expression.name, depth);
      case 'call':
        return returnedFrom(follow({ source, expression: expression.called }, depth));
      default:
        return undefined;
    }
  }

  /** Returns a key of a mapping, or an entry of a list. */
  function stepInto(
    { source, expression }: Located,
    step: string | number,
    depth: number,
  ): Found | undefined {
    if (depth > FOLLOW_LIMIT) return undefined;
    if (expression.kind === 'mapped') {
      const entry = returnedFrom(follow({ source, expression: expression.each }, depth + 1));
      return entry === undefined ? undefined : { ...entry, key: entry.expression.at };
    }
    if (expression.kind === 'mapping') {
      // Of two entries with one key, the later counts.
      for (const entry of expression.entries.toReversed()) {
        if ('spread' in entry) {
          const found = stepInto(follow({ source, expression: entry.spread }, depth + 1), step, depth + 1);
          if (found !== undefined) return found;
        } else if (entry.key === String(step)) return { source, expression: entry.value, key: entry.at };
      }
    }
    return expression.kind === 'list' && typeof step === 'number'
      ? entryAt({ source, expression }, step, depth)
      : undefined;
  }

  function entryAt({ source, expression }: Located, index: number, depth: number): Found | undefined {
    if (expression.kind !== 'list') return undefined;
    let left = index;
    for (const entry of expression.entries) {
      if ('value' in entry) {
        if (left === 0) return { source, expression: entry.value, key: entry.value.at };
        left -= 1;
        continue;
      }
      const spread = follow({ source, expression: entry.spread }, depth + 1);
      const found = stepInto(spread, left, depth + 1);
      const count = lengthOf(spread.expression);
      if (found !== undefined || count === undefined) return found;
      left -= count;
    }
    return undefined;
  }
}

/** Returns the number of entries of a list; undefined if it depends on other expressions. */
function lengthOf(expression: Expression): number | undefined {
  if (expression.kind !== 'list' || expression.entries.some((entry) => 'spread' in entry)) return undefined;
  return expression.entries.length;
}

function returnedFrom({ source, expression }: Located): Located | undefined {
  if (expression.kind !== 'function' || expression.returned === undefined) return undefined;
  return { source, expression: expression.returned };
}
