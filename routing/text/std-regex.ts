/**
 * The common syntax of std::regex (ECMAScript) and RE2: literals, `.`, classes, groups, alternation, repetition, and
 * escapes of `\d`, `\w`, `\s` and punctuation.
 */
const COMMON =
  /^(?:[^\\[\](){}?*+|^$]|\\[dDwWsS]|\\[!-/:-@[-`{-~]|\[\^?(?:[^\\[\]]|\\[dws]|\\[!-/:-@[-`{-~])+\]|\((?!\?)|\(\?:|\)|[?*+|]|\{\d+(?:,\d*)?\})*$/;

/** Returns why it is unknown what a regex matches on Istio 1.3 and older, or `undefined` if it is known. */
export function stdRegexProblem(regex: string): string | undefined {
  return COMMON.test(regex)
    ? undefined
    : `the regex ${JSON.stringify(regex)} beyond what std::regex and RE2 share`;
}
