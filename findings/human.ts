import pc from 'picocolors';
import type { Finding, Place, Severity } from './finding';
import { visibleText } from './visible-text';
import { spellDemonstration } from './witness-text';

/** Options of the report for people. */
export interface HumanOptions {
  /**
   * Adds colours for terminals. The text contains the same information.
   * @default false
   */
  readonly color?: boolean;
  /**
   * Returns the text of a file, to quote the lines of findings.
   * @default - no line is quoted
   */
  readonly source?: (file: string) => string | undefined;
}

/** Maximum length of a quoted source line, in characters. */
const QUOTE_LIMIT = 120;

/**
 * Renders findings for a terminal: place, severity, code and message, the source line, the other places with their
 * lines, the witness request, and the next step.
 */
export function renderHuman(findings: readonly Finding[], options: HumanOptions = {}): string {
  const colors = pc.createColors(options.color ?? false);
  const paint: Record<Severity, (text: string) => string> = {
    error: colors.red,
    warning: colors.yellow,
    note: colors.cyan,
  };
  const sourceLine = lineReader(options.source);
  const quoteOf = (place: Place): string[] => quote(place, sourceLine(place), colors.dim);
  const lines: string[] = [];
  for (const finding of findings) {
    const [first, ...others] = finding.places;
    const place = first === undefined ? '' : `${colors.bold(spell(first))} `;
    lines.push(
      `${place}${paint[finding.severity](finding.severity)} ${finding.code} ${printable(finding.message)}`,
    );
    if (first !== undefined) lines.push(...quoteOf(first));
    for (const other of others) lines.push(`  also at ${spell(other)}`, ...quoteOf(other));
    const shown = spellDemonstration(finding);
    if (shown !== undefined) lines.push(`  ${printable(shown)}`);
    lines.push(`  help: ${printable(finding.help)}`, '');
  }
  return lines.join('\n');
}

/** Returns the number of findings by severity: `2 errors, 1 warning`. */
export function summary(findings: readonly Finding[]): string {
  const counted = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counted.length === 0 ? 'no findings' : counted.join(', ');
}

function spell({ file, line, column }: Place): string {
  return `${printable(file)}:${line}:${column}`;
}

/** Returns a function that reads the source line of a place. Each file is split once. */
function lineReader(source: HumanOptions['source']): (place: Place) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = source?.(file)?.split(/\r\n|\r|\n/) ?? [];
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function quote(place: Place, line: string | undefined, dim: (text: string) => string): string[] {
  if (line === undefined || line.trim() === '') return [];
  const start = Math.max(0, place.column - 1 - QUOTE_LIMIT / 2);
  const text = printable(line.slice(start, start + QUOTE_LIMIT));
  const gutter = String(place.line);
  const before = printable(line.slice(start, place.column - 1));
  return [
    dim(`  ${gutter} | ${text}`),
    dim(`  ${' '.repeat(gutter.length)} | ${' '.repeat(before.length)}^`),
  ];
}

/** Escapes control characters: catalog text is untrusted and must not control the reader's terminal. */
function printable(text: string): string {
  return visibleText(text.replaceAll('\t', ' '));
}
