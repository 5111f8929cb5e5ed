import type { Program } from '../../re2';
import { PATH_ALPHABET } from './alphabet';
import { compactProgram } from './compact-program';
import type { Language } from './language';
import { runProgram } from './run-program';

/** The rest of a regex after its stem, if it has no assertions and accepts some text. */
export interface LiteralRest {
  /** Whether it accepts the empty text. */
  readonly holdsEmpty: boolean;
}

/** Returns a function that finds the {@link LiteralRest} of a path after a stem; results are cached by program. */
export function literalRests(): (path: Language, stem: string) => LiteralRest | undefined {
  const known = new Map<Program, LiteralRest | undefined>();
  return (path, stem) => {
    if (path.kind !== 'regex' || path.stem !== stem) return undefined;
    if (!known.has(path.rest)) known.set(path.rest, independentRestOf(path.rest));
    return known.get(path.rest);
  };
}

function independentRestOf(program: Program): LiteralRest | undefined {
  const { asserts, live, start } = compactProgram(program, PATH_ALPHABET);
  return asserts || live[start] !== 1 ? undefined : { holdsEmpty: runProgram(program, '') };
}
