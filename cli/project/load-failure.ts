import { createRequire } from 'node:module';
import { posix, resolve } from 'node:path';
import type * as TypeScript from 'typescript';
import { sortedFindings, type Finding, type Place } from '../../findings';
import { suggest } from '../../shape';

/** The compiler takes 0.4 s to load, and only a run that fails needs it. */
const loadLibrary = createRequire(__filename);

/** The index that everything else is loaded from. */
const INDEX: Place = { file: 'environments/index.ts', line: 1, column: 1 };

/**
 * Returns the findings that explain why environments/ cannot be loaded: every syntax error, else every import of a file
 * that does not exist, else the exception.
 * @param files the texts of the files of environments/, by name
 * @param root the folder that contains environments/
 */
export function loadFailure(error: unknown, files: ReadonlyMap<string, string>, root: string): Finding[] {
  if (!files.has(INDEX.file)) {
    return [failure(`there is no ${INDEX.file}`, 'restore it: it exports ENVIRONMENTS and DELIVERY', INDEX)];
  }
  const compiler = loadLibrary('typescript') as typeof TypeScript;
  const sources = [...files].map(([file, text]) =>
    compiler.createSourceFile(file, text, compiler.ScriptTarget.ES2022, true),
  );
  const broken = sources.flatMap((source) => syntaxErrors(source, compiler));
  if (broken.length > 0) return sortedFindings(broken);
  const missing = sources.flatMap((source) => missingImports(source, compiler, files, root));
  return missing.length > 0 ? sortedFindings(missing) : [exception(error, root)];
}

function syntaxErrors({ fileName, text }: TypeScript.SourceFile, compiler: typeof TypeScript): Finding[] {
  const { diagnostics = [] } = compiler.transpileModule(text, { fileName, reportDiagnostics: true });
  return diagnostics.map(({ file, start = 0, messageText }) => {
    const message = compiler.flattenDiagnosticMessageText(messageText, ' ').replace(/\.$/, '');
    const place = file === undefined ? { ...INDEX, file: fileName } : placeAt(file, start);
    const help = 'fix the syntax here, or at the end of the line before';
    return failure(`broken TypeScript: ${message}`, help, place);
  });
}

/** Imports of types are left out by the program, so that theirs are not resolved. */
function missingImports(
  source: TypeScript.SourceFile,
  compiler: typeof TypeScript,
  files: ReadonlyMap<string, string>,
  root: string,
): Finding[] {
  const { resolve: find } = createRequire(resolve(root, source.fileName));
  return source.statements.flatMap((statement) => {
    const isImport = compiler.isImportDeclaration(statement);
    if (!isImport && !compiler.isExportDeclaration(statement)) return [];
    const { TypeKeyword } = compiler.SyntaxKind;
    const isOfTypes = isImport ? statement.importClause?.phaseModifier === TypeKeyword : statement.isTypeOnly;
    if (isOfTypes) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !compiler.isStringLiteral(moduleSpecifier)) return [];
    const { text: specifier } = moduleSpecifier;
    try {
      find(specifier);
      return [];
    } catch {
      const message = `there is no file or package "${specifier}"`;
      const help = suggest(specifier, besides(source.fileName, files));
      return [failure(message, help, placeAt(source, moduleSpecifier.getStart()))];
    }
  });
}

/** Returns the other files of the same folder, as imports name them. */
function besides(file: string, files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()]
    .filter((other) => other !== file && posix.dirname(other) === posix.dirname(file))
    .map((other) => `./${posix.basename(other, '.ts')}`)
    .filter((specifier) => specifier !== './index');
}

function placeAt(source: TypeScript.SourceFile, start: number): Place {
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  return { file: source.fileName, line: line + 1, column: character + 1 };
}

/** The exception, at the innermost line of environments/ that it passed. */
function exception(error: unknown, root: string): Finding {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split('\n').flatMap((line): Place[] => {
    const [, path = '', at = '', column = ''] = /([^\s(]+):(\d+):(\d+)\)?$/.exec(line) ?? [];
    const file = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : '';
    return file.startsWith('environments/') ? [{ file, line: Number(at), column: Number(column) }] : [];
  });
  const [first = ''] = message.split('\n');
  return failure(`an exception: ${first}`, 'fix the line that is shown', frames[0] ?? INDEX);
}

function failure(message: string, help: string, place: Place): Finding {
  const whole = `environments/ cannot be loaded: ${message}`;
  return { code: 'KF506', severity: 'error', message: whole, help, places: [place] };
}
