import type { Command } from 'commander';
import { removeFunction, renameFunction } from '../../catalog';
import { applyEdit, type EditOptions } from './apply-edit';

const RENAME = `
Examples:
  $ kfaas rename saas/showroom exhibition       saas/exhibition answers the same requests
`;

const MOVE = `
Examples:
  $ kfaas move saas/showroom growth             growth/showroom answers the same requests
`;

const REMOVE = `
Examples:
  $ kfaas remove saas/showroom
`;

type Exit = (code: number) => void;

const SAME =
  'The requests stay the same: the path and the backend that follow from its name are written into its file. Consents and backends in other files are changed with it. Then the catalog is rendered and the changes are shown. If the catalog has errors, before or after, nothing is changed.';

/** Adds `kfaas rename`, which gives a function another name. */
export function addRename(program: Command, exit: Exit): void {
  withOptions(program.command('rename'))
    .summary('give a function another name')
    .description(`Gives a function another name in its team. ${SAME}`)
    .argument('<function>', 'the function, as <team>/<name>')
    .argument('<name>', 'its new name')
    .addHelpText('before', RENAME)
    .action((id: string, name: string, options: EditOptions, command: Command) => {
      const fail = failOf(command);
      if (name.includes('/')) fail(`${JSON.stringify(name)} is no name: to change the team, run kfaas move`);
      const [team = ''] = id.split('/');
      exit(
        applyEdit(options, fail, (catalog, _, names) => renameFunction(catalog, id, { team, name }, names)),
      );
    });
}

/** Adds `kfaas move`, which gives a function to another team. */
export function addMove(program: Command, exit: Exit): void {
  withOptions(program.command('move'))
    .summary('give a function to another team')
    .description(
      `Gives a function to another team. ${SAME} The team that had it consents to the routes that stay under its prefixes.`,
    )
    .argument('<function>', 'the function, as <team>/<name>')
    .argument('<team>', 'the team that gets it')
    .addHelpText('before', MOVE)
    .action((id: string, team: string, options: EditOptions, command: Command) => {
      const [, name = ''] = id.split('/');
      exit(
        applyEdit(options, failOf(command), (catalog, _, names) =>
          renameFunction(catalog, id, { team, name }, names),
        ),
      );
    });
}

/** Adds `kfaas remove`, which removes a function. */
export function addRemove(program: Command, exit: Exit): void {
  withOptions(program.command('remove'))
    .summary('remove a function from the catalog')
    .description(
      'Removes the file of a function, and the consents and orders that name it, renders the catalog and shows the changes. A function that others send requests to is not removed. If the catalog has errors, before or after, nothing is changed.',
    )
    .argument('<function>', 'the function, as <team>/<name>')
    .addHelpText('before', REMOVE)
    .action((id: string, options: EditOptions, command: Command) => {
      exit(applyEdit(options, failOf(command), (catalog) => removeFunction(catalog, id)));
    });
}

/** Adds the options of all commands that edit the catalog. */
export function withOptions(command: Command): Command {
  return command
    .option('--functions <folder>', 'the function catalog', 'functions')
    .option('--output <folder>', 'the output folder for manifests', process.env.CDK8S_OUTDIR ?? 'dist');
}

/** Returns how a command reports a usage error. */
export function failOf(command: Command): (problem: string) => never {
  return (problem) => command.error(`error: ${problem}`);
}
