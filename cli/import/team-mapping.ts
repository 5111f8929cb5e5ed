import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ImportRequest } from '../../app';
import { isMapping } from '../../base';

/** How a label is named in `--team-of`. */
const LABEL = 'label=';

/**
 * Reads `--team-of`: `label=<label>`, whose value is the team, or a YAML file with a team for each Knative Service, or for all that
 * begin so: `saas-*: saas`.
 * @returns what is wrong with it, if something is
 */
export function readTeamMapping(
  word: string | undefined,
): ImportRequest['teamsBy'] | { readonly problem: string } {
  if (word === undefined) return { mapping: new Map() };
  if (word.startsWith(LABEL)) {
    const label = word.slice(LABEL.length);
    return label === '' ? { problem: '--team-of names no label' } : { mapping: new Map(), label };
  }
  try {
    const read = parse(readFileSync(word, 'utf8')) as unknown;
    const entries = isMapping(read) ? Object.entries(read) : [];
    const wrong = entries.find(([, team]) => typeof team !== 'string' || !/^[a-z][-a-z0-9]*$/.test(team));
    if (entries.length === 0 || wrong !== undefined) {
      const shown = wrong === undefined ? 'nothing' : `${wrong[0]}: ${JSON.stringify(wrong[1])}`;
      return {
        problem: `${word} has ${shown}: write a team for each Knative Service, as saas-tea: saas, or saas-*: saas`,
      };
    }
    return { mapping: new Map(entries as [string, string][]) };
  } catch (error) {
    return { problem: `${word} cannot be read: ${(error as Error).message.split('\n')[0] ?? ''}` };
  }
}
