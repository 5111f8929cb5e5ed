export { explore } from './explore';
export { literalIndex, type LiteralNode } from './literal-index';
export { nearIndex } from './near-index';
export { oneByOne, stemMatcher, type PathMatcher } from './stem-matcher';
