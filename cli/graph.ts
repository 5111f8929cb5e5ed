import { Option, type Command } from 'commander';
import { callGraph } from '../app';
import { askedCatalog } from './project';
import { GRAPH_FORMATS, GRAPH_KEYS, spellGraph, type GraphFormat, type GraphKey } from './graph-views';
import { EXIT } from './terminal';

const EXAMPLES = `
Examples:
  $ kfaas graph                            which functions call which Java services
  $ kfaas graph --by service               who calls each Java service, and which nobody calls
  $ kfaas graph --by team --cluster prod-us
  $ kfaas graph -o dot | dot -Tsvg > calls.svg
  $ kfaas graph -o mermaid --by team       a picture for Markdown
`;

interface Options {
  readonly by: GraphKey;
  readonly cluster?: string;
  readonly functions: string;
  readonly outputFormat: GraphFormat;
}

/** Adds `kfaas graph`, which shows which functions call which Java services. */
export function addGraph(program: Command, exit: (code: number) => void): void {
  program
    .command('graph')
    .summary('show which functions call which Java services')
    .description(
      'Shows which functions call which Java services, as the calls: of their files say, overlays included, and the services that environments declare. Files with errors are left out and reported; the exit code is then 1.',
    )
    .addOption(
      new Option('--by <key>', 'what it is told by; in pictures, function and service are the same')
        .choices([...GRAPH_KEYS])
        .default('function'),
    )
    .option('--cluster <name>', 'only what functions call on this cluster')
    .option('--functions <folder>', 'the function catalog', 'functions')
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices([...GRAPH_FORMATS])
        .default('text'),
    )
    .addHelpText('before', EXAMPLES)
    .action((options: Options, command: Command) => {
      const { by, cluster, functions, outputFormat } = options;
      const asked = askedCatalog({ functions, cluster }, command);
      if (asked === undefined) {
        exit(EXIT.findings);
        return;
      }
      const { catalog, environments, hasErrors } = asked;
      const graph = callGraph(
        catalog.functions,
        environments,
        (name) => cluster === undefined || name === cluster,
      );
      const shown = cluster === undefined ? environments.length : 1;
      process.stdout.write(spellGraph(graph, outputFormat, by, shown));
      exit(hasErrors ? EXIT.findings : EXIT.clean);
    });
}
