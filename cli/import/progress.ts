import type { RoutesImport } from '../../app';
import { compareText, groupBy } from '../../base';

/** How far a team is, in VirtualServices. */
interface TeamProgress {
  readonly team: string;
  readonly taken: number;
  readonly importable: number;
}

/** How far the take-over is, as lines for people: team by team, then what cannot be imported yet. */
export function importProgress({ functions, existing, refused, idle }: RoutesImport): string {
  const teams = groupBy(functions, ({ identity: { team } }) => team);
  const rows = [...teams]
    .map(([team, own]): TeamProgress => {
      const count = (some: typeof functions) => some.reduce((sum, { placed }) => sum + placed.length, 0);
      const taken = own.filter(({ id }) => existing.has(id));
      return { team, taken: count(taken), importable: count(own) - count(taken) };
    })
    .sort((a, b) => compareText(a.team, b.team));
  const width = Math.max(4, ...rows.map(({ team }) => team.length));
  const line = (team: string, taken: number | string, importable: number | string) =>
    `  ${team.padEnd(width)}  ${String(taken).padStart(14)}  ${String(importable).padStart(14)}`;
  const [taken, importable] = [rows.map((row) => row.taken), rows.map((row) => row.importable)].map((all) =>
    all.reduce((sum, one) => sum + one, 0),
  );
  const all = (taken ?? 0) + (importable ?? 0) + refused.length + idle.length;
  return `${[
    `${taken ?? 0} of ${all} VirtualServices are in the catalog; ${importable ?? 0} can be imported, ${refused.length} cannot, ${idle.length} answer nothing`,
    line('team', 'in the catalog', 'can be imported'),
    ...rows.map((row) => line(row.team, row.taken, row.importable)),
  ].join('\n')}\n`;
}
