import type { FindingCode } from './codes';

/** How much a finding weighs: an `error` stops the run, a `warning` and a `note` do not. */
export type Severity = 'error' | 'warning' | 'note';

/** Where to look, and to mend: a place in a file that a person wrote. */
export interface Place {
  /** Path of the file, relative to the project's folder, with forward slashes. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Column, counted from 1, in UTF-16 code units as editors count. */
  readonly column: number;
  /**
   * The object that the place speaks of, such as `saas/showroom`.
   * @default - the place is not about one object
   */
  readonly object?: string;
}

/** A request that shows a finding: as short as possible, and sent as it stands it does what the finding says. */
export interface Witness {
  readonly method: string;
  /** The path as Envoy compares it, without the query. */
  readonly path: string;
  /** Headers that matter, by lower-case name; `host` where the authority matters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameters that matter, by name. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * The scheme.
   * @default - it does not matter
   */
  readonly scheme?: string;
}

/** One match of a VirtualService. */
export interface RouteReference {
  /** `<namespace>/<name>` of the VirtualService. */
  readonly virtualService: string;
  /** Index of the rule in `spec.http`, from 0. */
  readonly rule: number;
  /** Index of the match in the rule, from 0; 0 for a rule without matches. */
  readonly match: number;
}

/** One thing wrong or worth knowing. Findings are collected and shown together, never thrown. */
export interface Finding {
  /** Stable code, documented in docs/findings.md. */
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong, with the value that is wrong: one sentence without a full stop. */
  readonly message: string;
  /** The next step: what to write instead. */
  readonly help: string;
  /** The places to mend, the most useful one first; empty where no file is at fault. */
  readonly places: readonly Place[];
  /**
   * The routes that the finding is about.
   * @default - it is not about routes
   */
  readonly routes?: readonly RouteReference[];
  /**
   * A request that shows it.
   * @default - no request is needed to see it
   */
  readonly witness?: Witness;
}

/** Whether the findings forbid going on. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/**
 * The findings in the order in which they are shown: by file, line, column, code and message.
 * The same finding at the same place is kept once: a mistake in a function's base would else be
 * told again for each cluster whose overlay leaves it as it is.
 */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, message, places } = finding;
    unique.set(JSON.stringify([code, message, places]), finding);
  }
  return [...unique.values()].sort(compareFindings);
}

function compareFindings(a: Finding, b: Finding): number {
  const [p, q] = [a.places[0], b.places[0]];
  return (
    compareText(p?.file ?? '', q?.file ?? '') ||
    (p?.line ?? 0) - (q?.line ?? 0) ||
    (p?.column ?? 0) - (q?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** By code units: `localeCompare` would give another order under another locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
