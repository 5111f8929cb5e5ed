export { type Assertion, type Instruction, type Program } from './program';
export { matchesEmpty } from './matches-empty';
export { compileRegex, regexProblem } from './regex-problem';
export { splitStem, type StemmedRegex } from './stem';
