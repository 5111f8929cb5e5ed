import { Option } from 'commander';
import { version } from '../package.json';
import {
  hasErrors,
  renderGithub,
  renderHuman,
  renderJson,
  renderSarif,
  summary,
  visibleText,
  type Finding,
  type TableVerdict,
} from '../findings';
import { mayColor } from './color';

/** The forms in which findings are written. */
export const FORMATS = ['human', 'json', 'sarif', 'github'] as const;

/** A form in which findings are written. */
export type Format = (typeof FORMATS)[number];

/** The option `-o`. */
export function formatOption(): Option {
  return new Option('-o, --output-format <format>', 'how findings are written')
    .choices(FORMATS)
    .default('human');
}

/** What a check found. */
export interface Report {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  readonly source: (file: string) => string | undefined;
}

/** Writes a report: for people the verdict on the tables first. */
export function spellReport({ tables, findings, source }: Report, format: Format): string {
  if (format === 'json') return renderJson(findings, tables);
  if (format === 'sarif') return renderSarif(findings, { toolVersion: version });
  if (format === 'github') return renderGithub(findings);
  const color = mayColor(process.stdout);
  const verdict = tables.length === 0 && hasErrors(findings) ? '' : verdicts(tables);
  const shown = findings.length === 0 ? '' : `\n${renderHuman(findings, { color, source })}`;
  return `${verdict}${shown}${summary(findings)}\n`;
}

const WORDS: Readonly<Record<TableVerdict['orderIndependent'], string>> = {
  proved: 'proved: every request reaches one outcome, whatever the creation order',
  broken: 'BROKEN: the creation order decides on some requests',
  undecided: 'UNDECIDED: not everything could be decided',
};

/**
 * One line for each verdict and set of tables: those that are broken first. Hosts and gateways are texts of manifests:
 * what would break a line or steer the terminal is shown by its number.
 */
function verdicts(tables: readonly TableVerdict[]): string {
  if (tables.length === 0) return 'No route table: there is no VirtualService\n';
  return (['broken', 'undecided', 'proved'] as const)
    .flatMap((verdict) => {
      const alike = tables.filter(({ orderIndependent }) => orderIndependent === verdict);
      const lines = sameRoutes(alike).map(([{ cluster, host, routes }, gateways]) => {
        const where = cluster === undefined ? '' : `${visibleText(cluster)}  `;
        const count = `${routes} ${routes === 1 ? 'route' : 'routes'}`;
        const bound = gateways.map(visibleText).join(' and ');
        return `  ${where}${visibleText(host)}  (${count}, on ${bound})\n`;
      });
      return alike.length === 0 ? [] : [`${WORDS[verdict]}\n`, ...lines];
    })
    .join('');
}

/** Tables of one host with as many routes, each with the gateways that have it. */
function sameRoutes(tables: readonly TableVerdict[]): (readonly [TableVerdict, readonly string[]])[] {
  const groups = new Map<string, [TableVerdict, string[]]>();
  for (const table of tables) {
    const key = JSON.stringify([table.cluster, table.host, table.routes]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [table, [table.gateway]]);
    else group[1].push(table.gateway);
  }
  return [...groups.values()];
}
