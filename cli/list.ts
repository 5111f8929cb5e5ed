import { Option, type Command } from 'commander';
import { spellRouteMatch, type Catalog, type CatalogFunction } from '../catalog';
import type { Environment } from '../inventory';
import { nearestWord } from '../findings';
import { askedCatalog } from './project';
import { EXIT } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas list                        all functions
  $ kfaas list --team saas            those of a team
  $ kfaas list --cluster prod-us      those that run on a cluster
  $ kfaas list -o json                for other programs
`;

interface Options {
  readonly team?: string;
  readonly cluster?: string;
  readonly functions: string;
  readonly outputFormat: 'human' | 'json';
}

/** A function, as the list shows it. */
interface ListedFunction {
  readonly function: string;
  readonly team: string;
  readonly contact: string | undefined;
  readonly file: string;
  readonly runtime: string;
  readonly environments: readonly string[];
  readonly clusters: readonly string[];
  /** The matches of its routes, on any of the clusters, each once. */
  readonly routes: readonly string[];
}

/** Adds `kfaas list`, which lists the functions of the catalog. */
export function addList(program: Command, exit: (code: number) => void): void {
  program
    .command('list')
    .summary('list the functions of the catalog')
    .description(
      'Lists the functions of the catalog: runtime, environments and routes, overlays included. Files with errors are left out and reported; the exit code is then 1.',
    )
    .option('--team <team>', 'only the functions of this team')
    .option('--cluster <name>', 'only the functions that run on this cluster, with the routes there')
    .option('--functions <folder>', 'the function catalog', 'functions')
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action((options: Options, command: Command) => {
      const { team, cluster, functions, outputFormat } = options;
      const asked = askedCatalog({ functions, cluster }, command);
      if (asked === undefined) {
        exit(EXIT.findings);
        return;
      }
      const { catalog, environments, hasErrors } = asked;
      if (team !== undefined && !catalog.teams.has(team) && !hasErrors) {
        const near = nearestWord(team, [...catalog.teams.keys()]);
        const all = `choose one of ${[...catalog.teams.keys()].join(', ')}`;
        command.error(
          `error: there is no team ${team}: ${near === undefined ? all : `did you mean ${near}?`}`,
        );
      }
      const listed = catalog.functions
        .filter(
          ({ id, specs }) =>
            (team === undefined || id.startsWith(`${team}/`)) &&
            (cluster === undefined || specs.has(cluster)),
        )
        .map((one) => listedFunction(one, catalog, environments, cluster));
      process.stdout.write(
        outputFormat === 'json' ? `${JSON.stringify(listed, null, 2)}\n` : table(listed, environments.length),
      );
      exit(hasErrors ? EXIT.findings : EXIT.clean);
    });
}

function listedFunction(
  { id, file, specs }: CatalogFunction,
  { teams }: Catalog,
  known: readonly Environment[],
  cluster: string | undefined,
): ListedFunction {
  const [team = ''] = id.split('/');
  const shown = [...specs].filter(([name]) => cluster === undefined || name === cluster);
  const routes = shown.flatMap(([, spec]) => spec.routes.map(({ match }) => spellRouteMatch(match)));
  return {
    function: id,
    team,
    contact: teams.get(team)?.contact,
    file,
    runtime: shown[0]?.[1].runtime ?? '',
    environments: known
      .filter(({ clusters }) => clusters.some(({ name }) => specs.has(name)))
      .map(({ name }) => name),
    clusters: [...specs.keys()],
    routes: [...new Set(routes)],
  };
}

/** Returns a line for each route of each function. */
function table(listed: readonly ListedFunction[], environmentCount: number): string {
  const rows = listed.flatMap(({ function: id, runtime, environments, routes }) => {
    const where = environments.length === environmentCount ? 'everywhere' : environments.join(', ');
    return routes.map((route, index) => (index === 0 ? [id, runtime, where, route] : ['', '', '', route]));
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
