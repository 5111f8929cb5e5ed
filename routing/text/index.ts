export {
  AUTHORITY_ALPHABET,
  FIRST_SYMBOL,
  HEADER_ALPHABET,
  isTextOf,
  METHOD_ALPHABET,
  PATH_ALPHABET,
  QUERY_ALPHABET,
  symbolAt,
  type Alphabet,
} from './alphabet';
export { automaton, DEAD, type Automaton, type Transition } from './automaton';
export { budgetOf, tableBudget, withinBudget, type Budget } from './budget';
export { foldCase, holdsText, programsOf, stemOf, type Language } from './language';
export { literalRests } from './literal-rest';
export { searchText, shortestText } from './shortest-text';
export { stdRegexProblem } from './std-regex';
export { lastNotBehind, textIndex, type TextIndex } from './text-index';
export { isPathText, ROOT_PATH } from './path-text';
