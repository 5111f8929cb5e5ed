import { FINDING_CODES, spellRequest, type Finding, type Severity } from '../../../findings';
import { type Review, type Risk } from '../../risks';
import type { ClusterName } from '../../model';
import { few, counted } from './visible-text';
import { spellPlaces } from './location-text';
import { verbatimRow, words, wordsRow, type Statement, type Tone } from './statement';

/** Severities, the weightiest first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[];

const TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'doubtful', note: 'quiet' };

/** Most names of one row. */
const MOST_NAMES = 12;

/**
 * Something that a reviewer should not miss.
 * @param environments those of the review, in the order in which a change travels
 */
export function riskStatement(risk: Risk, environments: readonly string[]): Statement {
  const { teams, headline } = risk;
  const rankOf = ({ environment }: ClusterName) => environments.indexOf(environment);
  const where = [...risk.where].sort((a, b) => rankOf(a) - rankOf(b));
  const statement = problemStatement({ ...risk, message: headline });
  return {
    ...statement,
    rows: [
      ...statement.rows,
      ...(teams.length === 0
        ? []
        : [wordsRow(teams.length === 1 ? 'team' : 'teams', few(teams, MOST_NAMES))]),
      ...(where.length === 0
        ? []
        : [wordsRow('where', spellPlaces(where.map((place) => ({ ...place, name: undefined }))))]),
    ],
  };
}

/** Something that keeps a file from being read. */
export function problemStatement({ code, severity, message, help, places, witness }: Finding): Statement {
  const spelled = places.map(
    ({ file, line, column, side }) => `${file}:${line}:${column}${side === 'before' ? ' (removed)' : ''}`,
  );
  return {
    tone: TONES[severity],
    what: `${severity} ${code}`,
    subject: words(message),
    rows: [
      ...(witness === undefined ? [] : [verbatimRow('request', spellRequest(witness))]),
      wordsRow('help', help),
      ...(spelled.length === 0 ? [] : [verbatimRow('at', few(spelled, MOST_NAMES))]),
    ],
  };
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

/** Findings in numbers: `1 error, 2 warnings`; `none` where there is none. */
export function summarizeSeverities(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings);
  const parts = SEVERITIES.flatMap((severity) =>
    counts[severity] === 0 ? [] : [counted(counts[severity], severity)],
  );
  return parts.join(', ') || 'none';
}

/** The codes of the weightiest risks, with what they represent: `requests go to another team (KF801)`. */
export function weightiest(risks: readonly Risk[]): string {
  const worst = SEVERITIES.find((severity) => risks.some((risk) => risk.severity === severity));
  const codes = new Set(risks.filter(({ severity }) => severity === worst).map(({ code }) => code));
  return few(
    [...codes].map((code) => `${FINDING_CODES[code]} (${code})`),
    3,
    '; ',
  );
}

/** The risks that were seen in changes, by the changes' places in the review's lists. */
export function risksByChange({ risks }: Review): {
  readonly ofRequests: ReadonlyMap<number, readonly Risk[]>;
  readonly ofObjects: ReadonlyMap<number, readonly Risk[]>;
} {
  const by = (indicesOf: (risk: Risk) => readonly number[]) => {
    const found = new Map<number, Risk[]>();
    for (const risk of risks) {
      for (const index of indicesOf(risk)) {
        const known = found.get(index);
        if (known === undefined) found.set(index, [risk]);
        else known.push(risk);
      }
    }
    return found;
  };
  return {
    ofRequests: by(({ requestChanges }) => requestChanges),
    ofObjects: by(({ objectChanges }) => objectChanges),
  };
}

/** Those of a change's risks that hold in one of some places: one risk may be seen in many changes, each somewhere else. */
export function risksAt(places: readonly ClusterName[], risks: readonly Risk[] = []): readonly Risk[] {
  const keyOf = ({ environment, cluster }: ClusterName) => JSON.stringify([environment, cluster]);
  const here = new Set(places.map(keyOf));
  return risks.filter(({ where }) => where.length === 0 || where.some((place) => here.has(keyOf(place))));
}

/** Risks by their severities and codes, each once. */
export function riskNames(risks: readonly Risk[] = []): readonly string[] {
  return [...new Set(risks.map(({ severity, code }) => `${severity} ${code}`))];
}
