import type { Argument, Command, Option } from 'commander';

/** A candidate for the next word. */
export interface Candidate {
  readonly word: string;
  /** A short description. @default - none */
  readonly about?: string;
}

/** The candidates for the next word. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** Paths that are candidates too; the shell completes them. @default - none */
  readonly paths?: 'files' | 'folders';
}

/**
 * Returns the values of an option or argument that declares no choices.
 * @param name of an option as commander keeps it (`changedSince`), of an argument as it is declared
 * @param placeholder the text between the angle brackets; for an argument, its name
 * @param typed the part of the value that is already typed
 */
export type KnownValues = (name: string, placeholder: string, typed: string) => Candidates;

const NOTHING: Candidates = { words: [] };

/**
 * Returns the candidates for the last word of a command line, from the commands and options of the program.
 * @param given the words after the program's name; the last is incomplete or empty
 */
export function candidatesFor(program: Command, given: readonly string[], valuesOf: KnownValues): Candidates {
  const words = joined(given);
  const typed = words.at(-1) ?? '';
  let command = program;
  let awaited: Option | undefined;
  let place = 0;
  for (const word of words.slice(0, -1)) {
    if (awaited !== undefined) awaited = undefined;
    else if (word.startsWith('-')) awaited = word.includes('=') ? undefined : withValue(command, word);
    else {
      const inner = place === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (inner !== undefined) command = inner;
      // commander defines `kfaas help`, which a command name follows.
      else if (command !== program || word !== 'help') place += 1;
    }
  }
  if (awaited !== undefined) return startingWith(typed, optionValues(awaited, typed, valuesOf));
  const [, start = '', flag = '', value = ''] = /^((--[^=]+)=)(.*)$/s.exec(typed) ?? [];
  const option = start === '' ? undefined : withValue(command, flag);
  if (option !== undefined) {
    const values = startingWith(value, optionValues(option, value, valuesOf));
    // bash splits words at `=`, so the candidate is the value alone.
    const before = isSplit(given) ? '' : start;
    return { ...values, words: values.words.map((one) => ({ ...one, word: before + one.word })) };
  }
  if (typed.startsWith('-')) return startingWith(typed, optionsOf(command));
  const inner = startingWith(typed, argumentValues(command, place, typed, valuesOf));
  const isEmpty = inner.words.length === 0 && inner.paths === undefined;
  return isEmpty && typed === '' && command.commands.length === 0 ? optionsOf(command) : inner;
}

/** Joins `--option`, `=` and `value`, which bash splits. */
function joined(words: readonly string[]): string[] {
  const all: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const last = all.at(-1);
    const joins: boolean =
      last?.startsWith('--') === true && (isOpen || (word === '=' && !last.includes('=')));
    if (joins) all.push(`${all.pop() ?? ''}${word}`);
    else all.push(word);
    isOpen = joins && word === '=';
  }
  return all;
}

function isSplit(words: readonly string[]): boolean {
  return words.slice(-2).includes('=');
}

function withValue(command: Command, flag: string): Option | undefined {
  const option = command.options.find(({ long, short }) => long === flag || short === flag);
  return option !== undefined && (option.required || option.optional) ? option : undefined;
}

function optionsOf(command: Command): Candidates {
  const words = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) =>
      typeof long === 'string' ? [{ word: long, about: description }] : [],
    );
  return { words };
}

function optionValues(option: Option, typed: string, valuesOf: KnownValues): Candidates {
  if (option.argChoices !== undefined) return wordsOf(option.argChoices);
  const [, placeholder = ''] = /[<[]([^>\]]+)[>\]]/.exec(option.flags) ?? [];
  return valuesOf(option.attributeName(), placeholder, typed);
}

function argumentValues(command: Command, place: number, typed: string, valuesOf: KnownValues): Candidates {
  const commands = command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ word: one.name(), about: one.summary() === '' ? one.description() : one.summary() }));
  if (commands.length > 0) return place === 0 ? { words: commands } : NOTHING;
  const argument: Argument | undefined = command.registeredArguments[place];
  if (argument === undefined) return NOTHING;
  if (argument.argChoices !== undefined) return wordsOf(argument.argChoices);
  return valuesOf(argument.name(), argument.name(), typed);
}

function wordsOf(words: readonly string[]): Candidates {
  return { words: words.map((word) => ({ word })) };
}

function startingWith(typed: string, { words, paths }: Candidates): Candidates {
  const fitting = words.filter(({ word }) => word.startsWith(typed));
  return { words: fitting, ...(paths === undefined ? {} : { paths }) };
}
