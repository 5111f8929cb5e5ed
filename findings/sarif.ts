import { createHash } from 'node:crypto';
import { FINDING_CODES, type FindingCode } from './codes';
import type { Finding, Place } from './finding';
import { summary } from './human';
import { spellRequest } from './witness-text';

/** What a SARIF file says beside the findings. */
export interface SarifOptions {
  /** Version of kfaas. */
  readonly toolVersion: string;
}

/** GitHub's code scanning refuses a file with more results in one run. */
const RESULT_LIMIT = 25_000;

/** A finding with the text by which later runs know it again. */
interface KnownFinding {
  readonly finding: Finding;
  readonly fingerprint: string;
}

/**
 * Renders findings as SARIF 2.1.0, for code scanning: errors first, then warnings, then notes. Where there are more
 * than 25,000, the last ones are left out, and the file says how many.
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
    // Not a helpUri: that has to be absolute, and the file does not know where the repository lies.
    help: { text: `See docs/findings.md#${anchor(`${code}: ${FINDING_CODES[code]}`)}` },
  };
}

/** The anchor that GitHub gives a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function leftOut(left: readonly Finding[], total: number) {
  const text = `${RESULT_LIMIT} of ${total} findings are in this file; left out: ${summary(left)}`;
  return { level: 'warning', message: { text } };
}

function result({ finding, fingerprint }: KnownFinding, codes: readonly FindingCode[]) {
  const { code, severity, message, help, places, witness } = finding;
  const [first, ...others] = places;
  const request = witness === undefined ? '' : `\nrequest: ${spellRequest(witness)}`;
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
 * Text as SARIF's messages have it (sections 3.11.5 and 3.11.6): braces stand for arguments unless they are doubled,
 * and `[a](b)`, which is no rare thing in a regex, is a link unless its bracket is escaped.
 */
function messageText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll(/(?<!\\)((?:\\\\)*)\]\(/g, '$1\\](');
}

/**
 * Gives each finding its fingerprint. Several that stand for the same thing are numbered, by what they say and not
 * by where they stand, as long as they say different things.
 */
function withFingerprints(findings: readonly Finding[]): KnownFinding[] {
  const alike = new Map<string, { finding: Finding; fingerprint: string }[]>();
  const known = findings.map((finding) => {
    const identity = identityOf(finding);
    const entry = { finding, fingerprint: '' };
    const group = alike.get(identity);
    if (group === undefined) alike.set(identity, [entry]);
    else group.push(entry);
    return entry;
  });
  for (const [identity, group] of alike) {
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 32);
    for (const [index, entry] of byWhatTheySay(group).entries())
      entry.fingerprint = index === 0 ? hash : `${hash}:${index + 1}`;
  }
  return known;
}

/** What a finding stands for, whatever lines its places have: its routes, or else its object and what it says. */
function identityOf({ code, message, places: [first], routes = [] }: Finding): string {
  if (routes.length === 0) return JSON.stringify([code, first?.file, first?.object, message]);
  const spelled = routes.map(({ virtualService, rule, match }) =>
    JSON.stringify([virtualService, rule, match]),
  );
  return JSON.stringify([code, spelled.sort()]);
}

function byWhatTheySay<Entry extends { readonly finding: Finding }>(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => {
      const { message, help, witness } = entry.finding;
      return { entry, key: JSON.stringify([message, help, witness]) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}
