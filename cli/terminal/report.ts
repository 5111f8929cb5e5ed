import { groupBy } from '../../base';
import { Option } from 'commander';
import { version } from '../../package.json';
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
} from '../../findings';
import { mayColor } from './color';

/** The output formats of findings. */
export const FORMATS = ['human', 'json', 'sarif', 'github'] as const;

/** An output format of findings. */
export type Format = (typeof FORMATS)[number];

/** The option `-o`. */
export function formatOption(): Option {
  return new Option('-o, --output-format <format>', 'the output format').choices(FORMATS).default('human');
}

/** The result of a check. */
export interface Report {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  readonly source: (file: string) => string | undefined;
  /**
   * Whether people see alike findings about one folder together.
   * @default false
   */
  readonly grouped?: boolean;
}

/** Formats a report. For people, the verdicts on the tables come first. */
export function spellReport({ tables, findings, source, grouped }: Report, format: Format): string {
  if (format === 'json') return renderJson(findings, tables);
  if (format === 'sarif') return renderSarif(findings, { toolVersion: version });
  if (format === 'github') return renderGithub(findings);
  const color = mayColor(process.stdout);
  const verdict = tables.length === 0 && hasErrors(findings) ? '' : verdicts(tables);
  const shown = findings.length === 0 ? '' : `\n${renderHuman(findings, { color, source, grouped })}`;
  return `${verdict}${shown}${summary(findings)}\n`;
}

const WORDS: Readonly<Record<TableVerdict['orderIndependent'], string>> = {
  proved: 'proved: every request reaches one outcome, independent of the creation order',
  broken: 'BROKEN: some outcomes depend on the creation order',
  undecided: 'UNDECIDED: some requests could not be decided',
};

/**
 * Returns one line for each verdict and group of tables, broken tables first. Control characters in hosts and gateways
 * are escaped.
 */
function verdicts(tables: readonly TableVerdict[]): string {
  if (tables.length === 0) return 'No route table: there is no VirtualService\n';
  return (['broken', 'undecided', 'proved'] as const)
    .flatMap((verdict) => {
      const alike = tables.filter(({ orderIndependent }) => orderIndependent === verdict);
      const lines = sameRoutes(alike).map(([{ cluster, folder, host, routes, foreign }, gateways]) => {
        const part = cluster ?? folder;
        const where = part === undefined ? '' : `${visibleText(part)}  `;
        const ofThem = foreign === undefined ? '' : `, ${foreign} of them foreign`;
        const count = `${routes} ${routes === 1 ? 'route' : 'routes'}${ofThem}`;
        const bound = gateways.map(visibleText).join(' and ');
        return `  ${where}${visibleText(host)}  (${count}, on ${bound})\n`;
      });
      return alike.length === 0 ? [] : [`${WORDS[verdict]}\n`, ...lines];
    })
    .join('');
}

/** Groups tables with the same cluster or folder, host and number of routes. Returns one table and the gateways of each group. */
function sameRoutes(tables: readonly TableVerdict[]): (readonly [TableVerdict, readonly string[]])[] {
  const groups = groupBy(tables, ({ cluster, folder, host, routes, foreign }) =>
    JSON.stringify([cluster, folder, host, routes, foreign]),
  );
  return [...groups.values()].map((group) => [group[0], group.map(({ gateway }) => gateway)]);
}
