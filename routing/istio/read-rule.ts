import { isMapping, listOf, type Mapping } from '../../base';
import type { MatchRemark, Outcome, RoutingRules } from '../model';
import { delegateOf, isExportedTo, mergedRules, type Delegate, type MergedRule } from './delegates';
import { withFullHosts } from './full-names';
import { fieldRemarks, misplaced, RULE_FIELDS } from './match-fields';
import { UNREADABLE, type ReadMatch } from './plain-match';
import { readMatch } from './read-match';
import { regexReader } from './string-match';

/** A rule of a VirtualService, read. */
export interface ReadRule {
  /** Whether it has no matches and therefore matches every request. */
  readonly always: boolean;
  readonly matches: readonly ReadMatch[];
  readonly outcome: Outcome;
  /** Where it is written. */
  readonly source: RuleSource;
}

/** Where a rule is written: in the VirtualService itself, or in one that it delegates to. */
export interface RuleSource {
  /** The index of the rule in `spec.http`. */
  readonly rule: number;
  /** For each match, its index in the rule. @default - the matches are all of the rule's, in their order */
  readonly matches?: readonly number[];
  /** @default - the VirtualService itself */
  readonly delegate?: Delegate;
}

/** A remark on a rule: on the rule itself, or on one of its matches. */
export type RuleRemark = MatchRemark & {
  readonly position: { readonly rule: number; readonly match: number };
};

/** Reads the rules of one VirtualService after the other. A rule that delegates is as many as its delegate has. */
export type RuleReader = (
  rule: unknown,
  index: number,
  namespace: string,
  remark: (found: RuleRemark, of?: Delegate) => void,
) => readonly ReadRule[];

/** The default for a missing mapping. As a match, it matches every request. */
const NOTHING: Mapping = {};

/** A rule without matches matches every request. */
const NO_MATCHES: readonly Mapping[] = [NOTHING];

const IN_SILENCE = () => undefined;

/** Creates a {@link RuleReader}. */
export function ruleReader(rules: RoutingRules, delegates: ReadonlyMap<string, Delegate>): RuleReader {
  const regexes = regexReader();
  return (rule, index, namespace, remark) => {
    const path = ['spec', 'http', index];
    const position = { rule: index, match: 0 };
    const say = (found: MatchRemark, match = 0) => remark({ ...found, position: { rule: index, match } });
    if (!isMapping(rule)) {
      say(misplaced(rule, 'a rule', path));
      return [{ always: false, matches: [], outcome: {}, source: { rule: index } }];
    }
    for (const found of fieldRemarks(rule, RULE_FIELDS, path)) say(found);
    const own = ownRule(rule, index, say);
    if (rule.directResponse !== undefined && rule.directResponse !== null && !rules.directResponse) {
      say({ kind: 'ignored-by-version', text: 'directResponse', path: [...path, 'directResponse'] });
    }
    const outcome = withFullHosts(rule, namespace);
    const name = delegateOf(rule, namespace);
    if (name === undefined) return [{ ...own, outcome, source: { rule: index } }];
    const delegate = delegates.get(name);
    const found = rules.delegate === 'ignored' ? undefined : delegate;
    if (found === undefined || nests(found)) {
      say({ ...unopened(name, delegate), path: [...path, 'delegate'] });
      return [{ ...own, outcome, source: { rule: index } }];
    }
    if (!isExportedTo(found, namespace)) {
      const text = `the delegate ${name} is not exported to ${namespace}: Istio ignores the rule`;
      say({ kind: 'delegate-ignored', text, path: [...path, 'delegate'] });
      return [];
    }
    return mergedRules(rule, namespace, found).flatMap((merged, at) => {
      if (merged !== undefined) return [readMerged(merged, found)];
      const text = `rule ${at} of ${name} is ignored by a rule that delegates to it: one of its matches lies outside that rule's`;
      remark({ kind: 'delegate-ignored', text, path: ['spec', 'http', at], position }, found);
      return [];
    });
  };

  function ownRule(rule: Mapping, index: number, say: (found: MatchRemark, match?: number) => void) {
    const given = listOf(rule.match);
    // The API server takes null for a list that is not there.
    const isNoList = !Array.isArray(rule.match ?? []);
    const path = ['spec', 'http', index];
    if (isNoList) say(misplaced(rule.match, 'a list of matches', [...path, 'match']));
    const always = given.length === 0;
    const matches = (always ? NO_MATCHES : given).map((match, at) => {
      if (isNoList) return UNREADABLE;
      const place = always ? path : [...path, 'match', at];
      if (isMapping(match)) {
        return readMatch(match, rules, regexes, (found) => {
          say({ ...found, path: [...place, ...found.path] }, at);
        });
      }
      say(misplaced(match, 'a match', place), at);
      return UNREADABLE;
    });
    return { always: always && !isNoList, matches };
  }

  /** What is wrong with the matches has been told of the rules that they are merged from. */
  function readMerged({ rule, merged, matches: sources }: MergedRule, delegate: Delegate): ReadRule {
    const given = listOf(merged.match);
    const matches = (given.length === 0 ? NO_MATCHES : given).map((match) =>
      isMapping(match) ? readMatch(match, rules, regexes, IN_SILENCE) : UNREADABLE,
    );
    return {
      always: given.length === 0,
      matches,
      outcome: merged,
      source: { rule, matches: given.length === 0 ? [0] : sources, delegate },
    };
  }

  function unopened(
    name: string,
    delegate: Delegate | undefined,
  ): Pick<MatchRemark, 'kind' | 'text' | 'help'> {
    if (rules.delegate === 'ignored') return { kind: 'ignored-by-version', text: 'delegate' };
    return delegate === undefined
      ? {
          kind: 'not-modelled',
          text: `the delegate ${name}, which is not in the input,`,
          help: 'add the delegate to the input',
        }
      : {
          kind: 'malformed',
          text: `the delegate ${name} delegates in turn: Istio opens one level`,
          help: 'write its rules out',
        };
  }
}

/** Whether a delegate has a rule that delegates. */
function nests({ object }: Delegate): boolean {
  const spec = isMapping(object.spec) ? object.spec : NOTHING;
  return listOf(spec.http).some((rule) => isMapping(rule) && isMapping(rule.delegate));
}
