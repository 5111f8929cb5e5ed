import {
  checkLoaded,
  construct,
  incrementalRun,
  load,
  write,
  type Checked,
  type Inputs,
  type Outcome,
  type Prepared,
  type Program,
} from './program';

export { type Checked, type Outcome, type Prepared, type Program, type Ready } from './program';

/** The whole program: load, check, construct, write. Writes nothing where there is an error. */
export function synth(program: Program): Outcome {
  const { checked, ready } = prepare(program);
  if (ready === undefined) return { ...checked, change: undefined };

  const run = incrementalRun(program.record, ready);
  const files = construct(program, ready, run.existing);
  const written = write(program.output, files, run);
  if ('code' in written) return { ...checked, findings: [...checked.findings, written], change: undefined };
  return { ...checked, change: written };
}

/** The first half of the program: load and check. */
export function check(inputs: Inputs): Checked {
  return prepare(inputs).checked;
}

/** Loads and checks. Returns what is to be rendered where there is no error. */
export function prepare(inputs: Inputs): Prepared {
  return checkLoaded(inputs, load(inputs));
}
