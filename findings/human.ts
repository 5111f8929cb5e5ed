import pc from 'picocolors';
import { alikeFindings, type AlikeFindings } from './alike-findings';
import { FINDING_CODES } from './codes';
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
   * Shows many alike findings about one folder together: the first in full, and the others in a line or two. All errors are shown,
   * and some of the warnings and notes.
   * @default false
   */
  readonly grouped?: boolean;
  /**
   * Returns the text of a file, to quote the lines of findings.
   * @default - no line is quoted
   */
  readonly source?: (file: string) => string | undefined;
}

/** Maximum length of a quoted source line, in characters. */
const QUOTE_LIMIT = 120;

/** How many of alike findings are shown in full. */
const IN_FULL = 3;

/** How many of the others are shown, if they are warnings or notes. */
const IN_SHORT = 10;

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
  const lines =
    options.grouped === true ? alikeFindings(findings).flatMap(grouped) : findings.flatMap(inFull);
  return lines.join('\n');

  function inFull(finding: Finding): string[] {
    const [first, ...others] = finding.places;
    const place = first === undefined ? '' : `${colors.bold(spell(first))} `;
    return [
      `${place}${paint[finding.severity](finding.severity)} ${finding.code} ${printable(finding.message)}`,
      ...(first === undefined ? [] : quoteOf(first)),
      ...others.flatMap((other) => [`  also at ${spell(other)}`, ...quoteOf(other)]),
      ...demonstration(finding, '  '),
      `  help: ${printable(finding.help)}`,
      '',
    ];
  }

  function grouped({ findings: alike, folder }: AlikeFindings): string[] {
    const [{ code, severity }] = alike;
    if (alike.length === 1) return inFull(alike[0]);
    const where = folder === undefined ? '' : ` in ${printable(folder)}`;
    const count = `${alike.length} ${severity}s`;
    const others = alike.slice(IN_FULL);
    const shown = severity === 'error' ? others : others.slice(0, IN_SHORT);
    const rest = others.length - shown.length;
    return [
      `${paint[severity](count)} ${code}${colors.bold(where)}: ${FINDING_CODES[code]}`,
      '',
      ...alike.slice(0, IN_FULL).flatMap(inFull),
      `  and ${others.length} more ${code}${where}, with the same help:`,
      ...shown.flatMap(inShort),
      ...(rest === 0 ? [] : [`  and ${rest} more, which -o json lists`]),
      '',
    ];
  }
}

/** A finding without the source lines and the help. */
function inShort(finding: Finding): string[] {
  const [first, ...others] = finding.places;
  return [
    `  ${first === undefined ? '' : `${spell(first)} `}${printable(finding.message)}`,
    ...others.map((other) => `    also at ${spell(other)}`),
    ...demonstration(finding, '    '),
  ];
}

function demonstration(finding: Finding, indent: string): string[] {
  const shown = spellDemonstration(finding);
  return shown === undefined ? [] : [`${indent}${printable(shown)}`];
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
