export { checkLoaded } from './check';
export { construct } from './construct';
export { incrementalRun } from './incremental';
export { load } from './load';
export { type Checked, type Inputs, type Outcome, type Prepared, type Program, type Ready } from './program';
export { write } from './write';
