import { compareText, groupBy } from '../base';
import { createHash } from 'node:crypto';
import { findingAnchor, FINDING_CODES, type FindingCode } from './codes';
import type { Finding, Place } from './finding';
import { summary } from './human';
import { spellDemonstration } from './witness-text';

/** Content of a SARIF file besides the findings. */
export interface SarifOptions {
  /** Version of kfaas. */
  readonly toolVersion: string;
}

/** Maximum number of results per run that GitHub code scanning accepts. */
const RESULT_LIMIT = 25_000;

/** A finding with the fingerprint that identifies it in later runs. */
interface IdentifiedFinding {
  readonly finding: Finding;
  readonly fingerprint: string;
}

/**
 * Renders findings as SARIF 2.1.0 for code scanning: errors first, then warnings, then notes. After 25,000 findings
 * the rest is left out, and the file contains their number.
 */
export function renderSarif(findings: readonly Finding[], { toolVersion }: SarifOptions): string {
  const known = withFingerprints(findings);
  const ranked = (['error', 'warning', 'note'] as const).flatMap((severity) =>
    known.filter(({ finding }) => finding.severity === severity),
  );
  const shown = ranked.slice(0, RESULT_LIMIT);
  const left = ranked.slice(RESULT_LIMIT).map(({ finding }) => finding);
  const codes = [...new Set(shown.map(({ finding }) => finding.code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kfaas', version: toolVersion, rules: codes.map(rule) } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: left.length === 0 ? undefined : [leftOut(left, ranked.length)],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: shown.map((finding) => result(finding, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(code: FindingCode) {
  const title = messageText(FINDING_CODES[code]);
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: title },
    // A helpUri must be absolute, and the URL of the repository is unknown.
    help: { text: `See docs/findings.md#${findingAnchor(code)}` },
  };
}

function leftOut(left: readonly Finding[], total: number) {
  const text = `${RESULT_LIMIT} of ${total} findings are in this file; left out: ${summary(left)}`;
  return { level: 'warning', message: { text } };
}

function result({ finding, fingerprint }: IdentifiedFinding, codes: readonly FindingCode[]) {
  const { code, severity, message, help, places } = finding;
  const [first, ...others] = places;
  const shown = spellDemonstration(finding);
  const request = shown === undefined ? '' : `\n${shown}`;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: messageText(`${message}. ${help}${request}`) },
    locations: first === undefined ? [] : [location(first)],
    relatedLocations:
      others.length === 0
        ? undefined
        : others.map((place, index) => ({
            id: index + 1,
            ...location(place),
            message: { text: 'also here' },
          })),
    partialFingerprints: { 'kfaasFinding/v1': fingerprint },
  };
}

function location({ file, line, column, object }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(file), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: column },
    },
    logicalLocations: object === undefined ? undefined : [{ fullyQualifiedName: object.toWellFormed() }],
  };
}

function uri(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/**
 * Escapes text for SARIF messages (sections 3.11.5 and 3.11.6): single braces mark arguments, and `[a](b)`, which is
 * common in regexes, marks a link.
 */
function messageText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll(/(?<!\\)((?:\\\\)*)\]\(/g, '$1\\](');
}

/**
 * Adds a fingerprint to each finding. Findings with the same identity are numbered in the order of their text, so
 * that moved lines do not change the fingerprint.
 */
function withFingerprints(findings: readonly Finding[]): IdentifiedFinding[] {
  const known = findings.map((finding) => ({ finding, fingerprint: '' }));
  for (const [identity, group] of groupBy(known, ({ finding }) => identityOf(finding))) {
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 32);
    for (const [index, entry] of sortedByText(group).entries())
      entry.fingerprint = index === 0 ? hash : `${hash}:${index + 1}`;
  }
  return known;
}

/** Returns the identity of a finding, independent of lines: its routes, or else its object and message. */
function identityOf({ code, message, places: [first], routes = [] }: Finding): string {
  if (routes.length === 0) return JSON.stringify([code, first?.file, first?.object, message]);
  const spelled = routes.map(({ virtualService, rule, match }) =>
    JSON.stringify([virtualService, rule, match]),
  );
  return JSON.stringify([code, spelled.sort()]);
}

function sortedByText<Entry extends { readonly finding: Finding }>(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => {
      const { message, help, witness, connection } = entry.finding;
      return { entry, key: JSON.stringify([message, help, witness, connection]) };
    })
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ entry }) => entry);
}
