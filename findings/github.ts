import { FINDING_CODES } from './codes';
import type { Finding, Place, Severity } from './finding';
import { visibleText } from './visible-text';
import { spellDemonstration } from './witness-text';

const COMMAND: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Renders findings as workflow commands of GitHub Actions, one line each; a pull request shows them at their lines.
 * Control characters are escaped. GitHub shows the first ten errors and the first ten warnings of a step; the log
 * contains all of them.
 */
export function renderGithub(findings: readonly Finding[]): string {
  return findings.map((finding) => `${command(finding)}\n`).join('');
}

function command(finding: Finding): string {
  const {
    code,
    severity,
    message,
    help,
    places: [place],
  } = finding;
  const properties = [
    ...(place === undefined ? [] : placeProperties(place)),
    `title=${escapeProperty(`${code} ${FINDING_CODES[code]}`)}`,
  ];
  const lines = [message, `help: ${help}`];
  const shown = spellDemonstration(finding);
  if (shown !== undefined) lines.push(shown);
  return `::${COMMAND[severity]} ${properties.join(',')}::${escapeData(lines.map(visibleText).join('\n'))}`;
}

function placeProperties({ file, line, column }: Place): string[] {
  return [`file=${escapeProperty(visibleText(file))}`, `line=${line}`, `col=${column}`];
}

/** Escapes the data of a command: the end of the line ends it, and `%` starts an escape. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property of a command: `,` starts the next property, and `::` starts the data. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
