import { Argument, Option, type Command } from 'commander';
import {
  allBack,
  finishRollout,
  nextStep,
  startRollout,
  stepBack,
  type Catalog,
  type CatalogEdit,
  type EditProblem,
  type Target,
} from '../../catalog';
import { applyEdit, type EditOptions } from './apply-edit';
import { failOf, withOptions } from './edit';
import { nameList, newRollout, stepList, withHeader, type StartOptions } from './rollout-options';
import { showRollouts } from './rollout-status';

const EXAMPLES = `
Examples:
  $ kfaas rollout                                                            all rollouts, and where they are
  $ kfaas rollout saas/showroom start --to saas-showroom-green               1, 10, 50, 100 % in test, then staging, then prod
  $ kfaas rollout saas/showroom start --to saas-showroom-green --canary-header x-canary=true --steps 5,50,100
  $ kfaas rollout saas/showroom next                                         one step, in the environment whose turn it is
  $ kfaas rollout saas/showroom back                                         one step back, in the one that moved last
  $ kfaas rollout saas/showroom back --all                                   all requests back, everywhere
  $ kfaas rollout saas/showroom finish                                       the new version is the only backend
`;

const ACTIONS = ['status', 'start', 'next', 'back', 'finish'] as const;

interface Options extends EditOptions, StartOptions {
  readonly in?: string;
  readonly all?: boolean;
  readonly outputFormat: 'human' | 'json';
}

/** The actions that take an option. */
const TAKEN_BY: Readonly<Record<string, readonly string[]>> = {
  to: ['start'],
  steps: ['start'],
  canaryHeader: ['start'],
  canaryCookie: ['start'],
  order: ['start'],
  hold: ['start'],
  in: ['next', 'back'],
  all: ['back'],
};

/** Adds `kfaas rollout`, which leads the requests of a function to another version, step by step. */
export function addRollout(program: Command, exit: (code: number) => void): void {
  withOptions(program.command('rollout'))
    .summary('lead the requests of a function to another version, step by step')
    .description(
      'Shows where rollouts are, or moves one by a step: edits the file of the function in place, renders the catalog and shows the changes. If the catalog has errors, before or after, nothing is changed.',
    )
    .argument('[function]', 'the function, as <team>/<name>')
    .addArgument(new Argument('[action]', 'what to do').choices(ACTIONS).default('status'))
    .option('--to <service>', 'start: the Knative Service that the requests go over to')
    .option('--steps <shares>', 'start: the shares that go over, in percent (default: 1,10,50,100)', stepList)
    .option('--canary-header <name=value>', 'start: requests with this header go over first', withHeader)
    .option('--canary-cookie <name=value>', 'start: requests with this cookie go over first')
    .option('--order <names>', 'start: environments and clusters, in this order (default: all)', nameList)
    .option('--hold <names>', 'start: environments and clusters that stay behind', nameList)
    .option('--in <environment|cluster>', 'next, back: the entry of the order to move')
    .addOption(new Option('--all', 'back: take every request back, on all clusters').conflicts('in'))
    .addOption(
      new Option('-o, --output-format <format>', 'status: the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(
      (id: string | undefined, action: (typeof ACTIONS)[number], options: Options, command: Command) => {
        const fail = failOf(command);
        for (const [name, actions] of Object.entries(TAKEN_BY)) {
          if (!Object.hasOwn(options, name) || actions.includes(action)) continue;
          const flag = command.options.find((option) => option.attributeName() === name)?.long ?? name;
          fail(`${flag} is for ${actions.join(' and ')}`);
        }
        if (action === 'status') exit(showRollouts(id, options, fail));
        else exit(applyEdit(options, fail, planOf(id ?? '', action, options)));
      },
    );
}

function planOf(
  id: string,
  action: 'start' | 'next' | 'back' | 'finish',
  options: Options,
): (catalog: Catalog, targets: readonly Target[]) => CatalogEdit | EditProblem {
  return (catalog, targets) => {
    switch (action) {
      case 'start':
        return startRollout(catalog, id, targets, newRollout(options));
      case 'next':
        return nextStep(catalog, id, targets, options.in);
      case 'back':
        return options.all === true
          ? allBack(catalog, id, targets)
          : stepBack(catalog, id, targets, options.in);
      case 'finish':
        return finishRollout(catalog, id, targets);
    }
  };
}
