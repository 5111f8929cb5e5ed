export { mayColor } from './color';
export { EXIT } from './exit';
export { progressOn } from './progress';
export { formatOption, spellReport, type Format } from './report';
export { watchOutput } from './whole-output';
