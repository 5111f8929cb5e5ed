import { markdownText, proseText } from './text';
import type { Statement, StatementRow } from '../text';

/**
 * A statement as an entry of a list, with a list of what else is to be said.
 * @param mark precedes it
 */
export function markdownEntry({ what, subject, rows }: Statement, mark = ''): string {
  const title = `- ${mark}**${what}** ${markdownText(subject)}\n`;
  return [title, ...rows.map((row) => `  - ${rowText(row)}\n`)].join('');
}

function rowText(row: StatementRow): string {
  const before = row.from === undefined ? '' : `${markdownText(row.from)} → `;
  return `${proseText(row.label)}: ${before}${markdownText(row)}`;
}
