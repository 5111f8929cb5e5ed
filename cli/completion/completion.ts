import { Argument, type Command } from 'commander';
import { candidatesFor, type Candidates } from './candidates';
import { completionScript, SHELLS, type Shell } from './scripts';
import { projectValues } from './values';

const EXAMPLES = `
Examples:
  $ source <(kfaas completion bash)                                       in this shell; add to ~/.bashrc for all shells
  $ source <(kfaas completion zsh)                                        in this shell, or in ~/.zshrc after compinit
  $ kfaas completion fish > ~/.config/fish/completions/kfaas.fish         in all shells

kfaas must be on the PATH: run npm link once in the project's folder.
`;

/** Adds `kfaas completion`, which prints a shell's script, and the hidden command that lists candidates for these scripts. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print the completion script for a shell')
    .description('Prints the script that enables completion of kfaas commands in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('before', EXAMPLES)
    .action((shell: Shell) => void process.stdout.write(completionScript(shell)));
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) => void process.stdout.write(spell(answer(program, words))));
}

/** Returns the candidates; none on an error, because a message would disturb the command line. */
function answer(program: Command, words: readonly string[]): Candidates {
  const flag = words.indexOf('--functions');
  const functions = flag === -1 ? undefined : words[flag + 1];
  try {
    return candidatesFor(program, words, projectValues(functions ?? 'functions'));
  } catch {
    return { words: [] };
  }
}

/** Writes a line for each word, and one for paths. Words with control characters are left out. */
function spell({ words, paths }: Candidates): string {
  const lines = words
    .filter(({ word }) => !/[\u0000-\u001f\u007f]/.test(word))
    .map(({ word, about }) => (about === undefined ? word : `${word}\t${about.replace(/\s+/g, ' ')}`));
  return [...lines, ...(paths === undefined ? [] : [`:${paths}`])].map((line) => `${line}\n`).join('');
}
