import { createRequire } from 'node:module';
import type * as Swc from '@swc/core';
import type { Place } from '../../findings';
import { readExpression, returnedBy, type Expression } from './expression';

/** The parser takes 40 ms to load, and most runs have nothing to locate. */
const loadLibrary = createRequire(__filename);

/** What a name stands for: an expression of its file, or a name of another file. */
export type Origin = Expression | { readonly kind: 'import'; readonly file: string; readonly name: string };

/** A TypeScript file that declares data. */
export interface SourceFile {
  /** What each declared or imported name stands for. */
  readonly names: ReadonlyMap<string, Origin>;
  /** What each exported name stands for. */
  readonly exports: ReadonlyMap<string, Origin>;
  /** Files of which everything is exported. */
  readonly exportedFiles: readonly string[];
  /** Returns the line and column of an offset. */
  readonly placeOf: (at: number) => Place;
}

/**
 * Reads a file.
 * @param fileOf returns the file that an import names
 * @returns `undefined` for a file with a syntax error
 */
export function readSourceFile(
  file: string,
  text: string,
  fileOf: (specifier: string) => string,
): SourceFile | undefined {
  const names = new Map<string, Origin>();
  const exports = new Map<string, Origin>();
  const exportedFiles: string[] = [];
  const items = parsed(text);
  for (const item of items ?? []) {
    switch (item.type) {
      case 'ImportDeclaration':
        for (const specifier of item.specifiers) {
          if (specifier.type !== 'ImportSpecifier') continue;
          const { local, imported } = specifier;
          const name = (imported ?? local).value;
          names.set(local.value, { kind: 'import', file: fileOf(item.source.value), name });
        }
        break;
      case 'ExportDeclaration':
        for (const [name, origin] of declared(item.declaration)) {
          names.set(name, origin);
          exports.set(name, origin);
        }
        break;
      case 'ExportAllDeclaration':
        exportedFiles.push(fileOf(item.source.value));
        break;
      case 'ExportNamedDeclaration':
        for (const specifier of item.specifiers) {
          if (specifier.type !== 'ExportSpecifier') continue;
          const { orig, exported } = specifier;
          if (orig.type !== 'Identifier') continue;
          // The parser gives null where its types say undefined.
          const origin: Origin = item.source
            ? { kind: 'import', file: fileOf(item.source.value), name: orig.value }
            : readExpression(orig);
          exports.set((exported ?? orig).value, origin);
        }
        break;
      default:
        for (const [name, origin] of declared(item)) names.set(name, origin);
    }
  }
  return items === undefined ? undefined : { names, exports, exportedFiles, placeOf: placer(file, text) };
}

function parsed(text: string): readonly Swc.ModuleItem[] | undefined {
  const { parseSync } = loadLibrary('@swc/core') as typeof Swc;
  try {
    return parseSync(text, { syntax: 'typescript' }).body;
  } catch {
    return undefined;
  }
}

/** Returns the names that a statement declares. */
function declared(item: Swc.ModuleItem): (readonly [string, Origin])[] {
  if (item.type === 'FunctionDeclaration') {
    const returned = returnedBy(item.body?.stmts ?? []);
    return [[item.identifier.value, { kind: 'function', at: item.span.start, returned }]];
  }
  if (item.type !== 'VariableDeclaration') return [];
  return item.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [[id.value, readExpression(init)] as const] : [],
  );
}

/** Offsets of the parser count bytes of UTF-8, from 1. */
function placer(file: string, text: string): SourceFile['placeOf'] {
  const bytes = Buffer.from(text);
  return (at) => {
    const before = bytes.subarray(0, Math.max(0, at - 1)).toString();
    const line = before.split('\n').length;
    return { file, line, column: before.length - before.lastIndexOf('\n') };
  };
}
