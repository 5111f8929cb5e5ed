export { spellPath, suggest, type Problem, type ValuePath } from './problem';
export { checkShape, type Shaped } from './shape';
export { followsFrom, withoutBroken } from './shape-repair';
