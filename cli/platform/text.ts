import pc from 'picocolors';
import { COMPONENT_NAMES, COMPONENTS, PROBLEM_SEVERITY, type VersionChange } from '../../platform';
import type { ClusterComponent, ClusterPlatform } from './clusters';

/** The width of the terminal. */
const WIDTH = 100;

/** Spaces between columns, and before the first. */
const GAP = '  ';

/** The maximum widths of columns; the reason has the remaining width. */
const WIDEST = { what: 40, value: 33 } as const;

/** A consequence or a change, with its reason. */
type Row = readonly [what: string, value: string, why: string];

/** Returns the platforms as text; clusters with the same platform share one block. */
export function spellPlatforms(platforms: readonly ClusterPlatform[], color: boolean): string {
  const groups = new Map<string, ClusterPlatform[]>();
  for (const platform of platforms) {
    const { environment, cluster } = platform;
    const key = JSON.stringify([cluster.platform, cluster.overrides, environment.assume]);
    groups.set(key, [...(groups.get(key) ?? []), platform]);
  }
  return [...groups.values()].map((group) => spellGroup(group, color)).join('\n');
}

function spellGroup(group: readonly ClusterPlatform[], color: boolean): string {
  const [first] = group;
  if (first === undefined) return '';
  const { bold } = pc.createColors(color);
  const environments = [...new Set(group.map(({ environment }) => environment.name))];
  const names = environments.map((name) => {
    const clusters = group.filter(({ environment }) => environment.name === name);
    return `${name} / ${clusters.map(({ cluster }) => cluster.name).join(', ')}`;
  });
  const given = COMPONENTS.map((name) => `${COMPONENT_NAMES[name]} ${first.cluster.platform[name]}`);
  const head = `${bold(names.join('; '))}\n${given.join(', ')}\n`;
  const refused = first.isRefused ? '\nRefused: KFaas cannot render for these versions.\n' : '';
  const blocks = first.components.map((component) => `\n${spellComponent(component, color)}`);
  return [head, spellProblems(first, color), refused, ...blocks].join('');
}

function spellProblems({ problems }: ClusterPlatform, color: boolean): string {
  const { red, yellow } = pc.createColors(color);
  const order = ['error', 'warning'] as const;
  return order
    .flatMap((severity) => problems.filter(({ kind }) => PROBLEM_SEVERITY[kind] === severity))
    .map(({ kind, message, help }) => {
      const severity = PROBLEM_SEVERITY[kind];
      const paint = severity === 'error' ? red : yellow;
      const text = wrap(`${severity}: ${message}`, WIDTH - GAP.length).join(`\n${GAP}`);
      const hint = wrap(`help: ${help}`, WIDTH - GAP.length).join(`\n${GAP}`);
      return `\n${text.replace(severity, paint(severity))}\n${GAP}${hint}\n`;
    })
    .join('');
}

function spellComponent(component: ClusterComponent, color: boolean): string {
  const { bold } = pc.createColors(color);
  const now = component.consequences.map(({ what, value, why }): Row => [what, value, why]);
  const changes = component.next?.changes ?? [];
  const then = changes.map((change): Row => [change.what, spellChange(change), change.why]);
  return [
    `${bold(component.version)}\n`,
    ...now.map((row) => spellRow(row, widthsOf(now), color)),
    `${GAP}${bold(spellNext(component))}\n`,
    ...then.map((row) => spellRow(row, widthsOf(then), color, GAP)),
  ].join('');
}

/** Returns the heading of the next changes. It names the releases without changes too. */
function spellNext({ component, next, unchanged }: ClusterComponent): string {
  const name = COMPONENT_NAMES[component];
  const [oldest = '', newest = oldest] = [unchanged[0], unchanged.at(-1)];
  const releases = oldest === newest ? `${oldest} changes` : `${oldest} to ${newest} change`;
  if (next === undefined) {
    return unchanged.length === 0
      ? `next: no newer release of ${name} is known`
      : `next: ${name} ${releases} nothing known to KFaas`;
  }
  return `next: ${name} ${next.release} changes${unchanged.length === 0 ? '' : ` (${releases} nothing)`}`;
}

function spellChange({ before = 'not there', after = 'not there' }: VersionChange): string {
  return `${before} -> ${after}`;
}

interface Widths {
  readonly what: number;
  readonly value: number;
}

/** Returns columns as wide as their longest text, up to the maximum. */
function widthsOf(rows: readonly Row[]): Widths {
  const width = (column: 0 | 1, widest: number) =>
    Math.min(widest, Math.max(0, ...rows.map((row) => row[column].length)));
  return { what: width(0, WIDEST.what), value: width(1, WIDEST.value) };
}

/** Formats a row. If a word of the value is wider than its column, the reason moves to the next line. */
function spellRow([what, value, why]: Row, widths: Widths, color: boolean, indent = ''): string {
  const { dim } = pc.createColors(color);
  const whyWidth = WIDTH - 3 * GAP.length - indent.length - widths.what - widths.value;
  const isLong = value.split(' ').some((word) => word.length > widths.value);
  const values = wrap(value, isLong ? widths.value + GAP.length + whyWidth : widths.value);
  const whys = [...(isLong ? values.map(() => '') : []), ...wrap(why, whyWidth)];
  const whats = wrap(what, widths.what);
  const lines = Math.max(whats.length, values.length, whys.length);
  return Array.from({ length: lines }, (_, line) => {
    const [first = '', second = '', third = ''] = [whats[line], values[line], whys[line]];
    const left = `${indent}${GAP}${first.padEnd(widths.what)}${GAP}${second.padEnd(widths.value)}`;
    return `${third === '' ? left.trimEnd() : `${left}${GAP}${dim(third)}`}\n`;
  }).join('');
}

/** Breaks text between words into lines of at most this width; a longer word has its own line. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
