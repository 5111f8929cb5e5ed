import type { Program } from '../re2';
import { PATH_ALPHABET } from './alphabet';
import { compactProgram } from './compact-program';
import type { Language } from './language';
import { runProgram } from './run-program';

/** What a regex has behind its stem, where that hangs on nothing before it and holds some text. */
export interface PlainRest {
  /** Whether it holds the empty text. */
  readonly holdsEmpty: boolean;
}

/** Tells of paths whether they are a stem with a {@link PlainRest}; what many regexes end in is looked at once. */
export function plainRests(): (path: Language, stem: string) => PlainRest | undefined {
  const known = new Map<Program, PlainRest | undefined>();
  return (path, stem) => {
    if (path.kind !== 'regex' || path.stem !== stem) return undefined;
    if (!known.has(path.rest)) known.set(path.rest, plainRestOf(path.rest));
    return known.get(path.rest);
  };
}

function plainRestOf(program: Program): PlainRest | undefined {
  const { asserts, live, start } = compactProgram(program, PATH_ALPHABET);
  return asserts || live[start] !== 1 ? undefined : { holdsEmpty: runProgram(program, '') };
}
