import type { CallGraph, FunctionCall } from '../app';
import { compareText, groupBy } from '../base';

/** What the graph is told by: which calls share a line, and what has a node beside the Java services. */
export const GRAPH_KEYS = ['function', 'team', 'service'] as const;
export type GraphKey = (typeof GRAPH_KEYS)[number];

/** How a graph is written. */
export const GRAPH_FORMATS = ['text', 'json', 'dot', 'mermaid'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/**
 * Writes a graph.
 * @param environmentCount how many environments were asked: calls in all of them are everywhere
 */
export function spellGraph(
  graph: CallGraph,
  format: GraphFormat,
  by: GraphKey,
  environmentCount: number,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(graph, null, 2)}\n`;
    case 'dot':
      return dotOf(graph, by);
    case 'mermaid':
      return mermaidOf(graph, by);
    case 'text':
      return by === 'service' ? servicesText(graph) : callersText(graph, by, environmentCount);
  }
}

/** A line for each service of each caller, and where it calls it. */
function callersText({ calls }: CallGraph, by: 'function' | 'team', environmentCount: number): string {
  const rows = [...groupBy(calls, (call) => call[by])].flatMap(([caller, own]) =>
    [...groupBy(own, ({ service }) => service)].map(([service, alike], index) => {
      const where = [...new Set(alike.flatMap(({ environments }) => environments))];
      const spelled = where.length === environmentCount ? 'everywhere' : where.join(', ');
      const last = by === 'team' ? functionsOf(alike) : spelled;
      return [index === 0 ? caller : '', service, last];
    }),
  );
  return rows.length === 0 ? 'No function calls a Java service.\n' : columns(rows);
}

/** A line for each function that calls a service; a service that nobody calls has one of its own. */
function servicesText({ services }: CallGraph): string {
  const rows = services.flatMap(({ name, paths, calledBy }) => {
    const path = [...new Set(Object.values(paths))].join(', ');
    const callers = calledBy.length === 0 ? ['nobody'] : calledBy;
    return callers.map((caller, index) => (index === 0 ? [name, path, caller] : ['', '', caller]));
  });
  return rows.length === 0 ? 'No Java service is declared or called.\n' : columns(rows);
}

function functionsOf(calls: readonly FunctionCall[]): string {
  return [...new Set(calls.map((call) => call.function))].join(', ');
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Nodes and edges of a picture: callers, services, and the pairs of them. */
function edgesOf({ calls }: CallGraph, by: GraphKey): (readonly [caller: string, service: string])[] {
  const caller = by === 'team' ? 'team' : 'function';
  const pairs = calls.map((call) => [call[caller], call.service] as const);
  const distinct = [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
  return distinct.sort(([a, b], [c, d]) => compareText(a, c) || compareText(b, d));
}

function dotOf(graph: CallGraph, by: GraphKey): string {
  const quoted = (text: string) => JSON.stringify(text);
  const edges = edgesOf(graph, by);
  const services = graph.services.map(
    ({ name }) => `  ${quoted(`java ${name}`)} [label=${quoted(name)}, shape=box];`,
  );
  const callers = [...new Set(edges.map(([caller]) => caller))].map((caller) => `  ${quoted(caller)};`);
  const arrows = edges.map(([caller, service]) => `  ${quoted(caller)} -> ${quoted(`java ${service}`)};`);
  return ['digraph calls {', '  rankdir=LR;', ...callers, ...services, ...arrows, '}', ''].join('\n');
}

function mermaidOf(graph: CallGraph, by: GraphKey): string {
  const edges = edgesOf(graph, by);
  const callers = [...new Set(edges.map(([caller]) => caller))];
  const services = graph.services.map(({ name }) => name);
  // Names have characters that mermaid takes for its own: nodes are numbered.
  const nodes = [
    ...callers.map((caller, index) => `  c${index}(["${caller}"])`),
    ...services.map((service, index) => `  s${index}["${service}"]`),
  ];
  const arrows = edges.map(
    ([caller, service]) => `  c${callers.indexOf(caller)} --> s${services.indexOf(service)}`,
  );
  return ['flowchart LR', ...nodes, ...arrows, ''].join('\n');
}
