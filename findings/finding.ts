import { compareText } from '../base';
import type { FindingCode } from './codes';

/** The severity of a finding: an `error` stops the run, a `warning` or a `note` does not. */
export type Severity = 'error' | 'warning' | 'note';

/** A location in a source file: where to look and what to fix. */
export interface Place {
  /** Path of the file, relative to the project's folder, with forward slashes. */
  readonly file: string;
  /** Line number, from 1. */
  readonly line: number;
  /** Column number, from 1, in UTF-16 code units as in editors. */
  readonly column: number;
  /**
   * The object at the place, such as `saas/showroom`.
   * @default - the place does not belong to one object
   */
  readonly object?: string;
  /**
   * `before` for a file that a change removes: it is that of the base, not that of the working tree.
   * @default - the file as it is
   */
  readonly side?: 'before';
}

/** A request that demonstrates a finding. It is as short as possible and can be sent unchanged. */
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

/** A connection that demonstrates a finding about TLS or TCP routes. */
export interface ConnectionWitness {
  /**
   * The port of the listener.
   * @default - any port that no match names
   */
  readonly port?: number;
  /**
   * The server name that the client sends (SNI).
   * @default - it does not matter
   */
  readonly serverName?: string;
  /**
   * The IP address that the client connects to.
   * @default - it does not matter
   */
  readonly address?: string;
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

/** A server of a Gateway that answers requests itself, before any VirtualService does. */
export interface ServerReference {
  /** `<namespace>/<name>` of the Gateway. */
  readonly gateway: string;
  /** Index of the server in `spec.servers`, from 0. */
  readonly server: number;
  /** @default - no VirtualService answers */
  readonly virtualService?: undefined;
}

/** What answers requests: a match of a VirtualService, or a server of a Gateway. */
export type AnswerReference = RouteReference | ServerReference;

/** A problem or a hint. Findings are collected and reported together, never thrown. */
export interface Finding {
  /** Stable code, documented in docs/findings.md. */
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The problem and the value that causes it: one sentence without a full stop. */
  readonly message: string;
  /** The next step: what to write instead. */
  readonly help: string;
  /** The places to fix, the most useful one first; empty if no file is at fault. */
  readonly places: readonly Place[];
  /**
   * The routes that the finding is about.
   * @default - it is not about routes
   */
  readonly routes?: readonly RouteReference[];
  /**
   * A request that demonstrates the finding.
   * @default - the finding needs no request
   */
  readonly witness?: Witness;
  /**
   * A connection that demonstrates the finding.
   * @default - it is not about connections
   */
  readonly connection?: ConnectionWitness;
}

/** Whether a finding is an error, which stops the run. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/**
 * Returns the findings sorted by file, line, column, code and message.
 * Duplicates at the same place are removed: a mistake in a function's base would otherwise be
 * reported for each cluster that inherits it.
 */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
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
