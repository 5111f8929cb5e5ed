/** A graph of a dashboard. */
export interface Graph {
  readonly title: string;
  /** Grafana's name of the unit, such as `reqps`, `percentunit` or `s`. */
  readonly unit: string;
  /** What is drawn: PromQL, and how each series is called, such as `{{function}}`. */
  readonly series: readonly { readonly expr: string; readonly legend: string }[];
}

/** What Grafana asks the reader for: a label's values, of which some, or all, are shown. */
export interface Choice {
  /** Its name in expressions, without the `$`. */
  readonly name: string;
  /** PromQL of the series, and their label. */
  readonly of: string;
  readonly label: string;
}

/** A dashboard of Grafana. */
export interface Dashboard {
  /** Unique in a Grafana, at most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly graphs: readonly Graph[];
}

/** The version of dashboards of Grafana 11; older and newer ones convert it. */
const SCHEMA = 39;

/** Columns of Grafana's grid, and the rows of a graph; two graphs are side by side. */
const GRID = { columns: 24, rows: 8 } as const;

const SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;

/** Writes a dashboard as Grafana's JSON: the same bytes for the same dashboard. */
export function dashboardJson({ uid, title, choices, graphs }: Dashboard): string {
  const width = GRID.columns / 2;
  const dashboard = {
    uid,
    title,
    tags: ['kfaas'],
    schemaVersion: SCHEMA,
    editable: false,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
        ...choices.map(({ name, of, label }) => ({
          name,
          label: name,
          type: 'query',
          datasource: SOURCE,
          query: { query: `label_values(${of}, ${label})`, refId: name },
          refresh: 2,
          sort: 1,
          multi: true,
          includeAll: true,
          allValue: '.*',
          current: { text: 'All', value: '$__all' },
        })),
      ],
    },
    panels: graphs.map(({ title: name, unit, series }, index) => ({
      id: index + 1,
      title: name,
      type: 'timeseries',
      datasource: SOURCE,
      gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * GRID.rows, w: width, h: GRID.rows },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      options: { legend: { displayMode: 'table', placement: 'bottom', calcs: ['max', 'lastNotNull'] } },
      targets: series.map(({ expr, legend }, place) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + place),
        datasource: SOURCE,
        expr,
        legendFormat: legend,
      })),
    })),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}
