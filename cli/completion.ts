import { Argument, type Command } from 'commander';
import { candidatesFor, type Candidates } from './completion-candidates';
import { completionScript, SHELLS, type Shell } from './completion-scripts';
import { projectValues } from './completion-values';

const EXAMPLES = `
Examples:
  $ source <(kfaas completion bash)                                       in this bash; in ~/.bashrc, in every one
  $ source <(kfaas completion zsh)                                        in this zsh, or ~/.zshrc, after compinit
  $ kfaas completion fish > ~/.config/fish/completions/kfaas.fish         in every fish

kfaas is to be found by that name: npm link, in the project's folder, once.
`;

/** Adds `kfaas completion`, which prints a shell's script, and the hidden command by which scripts ask for words. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print the script that completes words in a shell')
    .description('Prints the script that makes a shell complete the words of kfaas.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('before', EXAMPLES)
    .action((shell: Shell) => void process.stdout.write(completionScript(shell)));
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) => void process.stdout.write(spell(answer(program, words))));
}

/** Whoever presses a key wants words or nothing: what cannot be told is left out. */
function answer(program: Command, words: readonly string[]): Candidates {
  const flag = words.indexOf('--functions');
  const functions = flag === -1 ? undefined : words[flag + 1];
  try {
    return candidatesFor(program, words, projectValues(functions ?? 'functions'));
  } catch {
    return { words: [] };
  }
}

/** A line for each word, and one for paths. A word of several lines cannot be completed. */
function spell({ words, paths }: Candidates): string {
  const lines = words
    .filter(({ word }) => !/[\u0000-\u001f\u007f]/.test(word))
    .map(({ word, about }) => (about === undefined ? word : `${word}\t${about.replace(/\s+/g, ' ')}`));
  return [...lines, ...(paths === undefined ? [] : [`:${paths}`])].map((line) => `${line}\n`).join('');
}
