/**
 * What std::regex (ECMAScript) and RE2 read alike: literals, `.`, classes, groups, alternation and repetition, and
 * the escapes `\d \w \s` and of punctuation.
 */
const COMMON =
  /^(?:[^\\[\](){}?*+|^$]|\\[dDwWsS]|\\[!-/:-@[-`{-~]|\[\^?(?:[^\\[\]]|\\[dws]|\\[!-/:-@[-`{-~])+\]|\((?!\?)|\(\?:|\)|[?*+|]|\{\d+(?:,\d*)?\})*$/;

/** Why what a regex matches on Istio 1.3 and older is not known, or `undefined` where it is. */
export function stdRegexProblem(regex: string): string | undefined {
  return COMMON.test(regex)
    ? undefined
    : `the regex ${JSON.stringify(regex)} beyond what std::regex and RE2 share`;
}
