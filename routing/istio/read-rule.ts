import { isMapping, listOf, type Mapping } from '../../base';
import type { MatchRemark, Outcome, RoutingRules } from '../model';
import { delegateOf, isExportedTo, mergedRules, type Delegate, type MergedRule } from './delegates';
import { withFullHosts } from './full-names';
import { misplaced } from './match-fields';
import { withOnlyPorts, type OnlyPorts } from './only-ports';
import { UNREADABLE, type ReadMatch } from './plain-match';
import { plainRule } from './plain-rule';
import { readMatch } from './read-match';
import { regexReader } from './string-match';
import { validateMatch } from './validate-match';
import { validateRule } from './validate-rule';
import { Validation } from './validation';

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

/** What a rule's VirtualService says about all of its rules. */
export interface RuleOwner {
  readonly namespace: string;
  /** Whether it has no hosts: others delegate to it. */
  readonly isDelegate: boolean;
  /** Whether it is bound to the mesh, alone or beside Gateways. */
  readonly inMesh: boolean;
}

/** Reads the rules of one VirtualService after the other into a list. A rule that delegates is as many as its delegate has. */
export type RuleReader = (
  rule: unknown,
  index: number,
  owner: RuleOwner,
  remark: (found: RuleRemark, of?: Delegate) => void,
  into: ReadRule[],
) => void;

/** The default for a missing mapping. As a match, it matches every request. */
const NOTHING: Mapping = {};

/** A rule without matches matches every request. */
const NO_MATCHES: readonly Mapping[] = [NOTHING];

/** Where a VirtualService is exported to in versions without `exportTo`. */
const EVERYWHERE: readonly string[] = ['*'];

const IN_SILENCE = () => undefined;

/** Creates a {@link RuleReader}. */
export function ruleReader(
  rules: RoutingRules,
  delegates: () => ReadonlyMap<string, Delegate>,
  ports: OnlyPorts,
): RuleReader {
  const regexes = regexReader();
  const isPlain = plainRule(rules);
  // Where the reader is, and whom it tells its remarks.
  let index = 0;
  let match = 0;
  let isGiven = false;
  let tell: Parameters<RuleReader>[3] = IN_SILENCE;

  return (rule, at, owner, remark, into) => {
    const { namespace } = owner;
    index = at;
    match = 0;
    tell = remark;
    if (!isMapping(rule)) {
      say(misplaced(rule, 'a rule', pathOf()));
      into.push({ always: false, matches: [], outcome: {}, source: sourceOf(at) });
      return;
    }
    if (!isPlain(rule)) validateRule(rule, at, owner.isDelegate, validation(namespace));
    const own = ownRule(rule, owner);
    match = 0;
    if (rule.directResponse !== undefined && rule.directResponse !== null && !rules.directResponse) {
      say({ kind: 'ignored-by-version', text: 'directResponse', path: pathOf('directResponse') });
    }
    const name = rule.delegate === undefined ? undefined : delegateOf(rule, namespace);
    if (name === undefined) into.push(own);
    else into.push(...opened(rule, name, namespace, own));
  };

  function ownRule(rule: Mapping, { namespace, inMesh }: RuleOwner): ReadRule {
    const given = listOf(rule.match);
    // The API server takes null for a list that is not there.
    const isNoList = !Array.isArray(rule.match ?? []);
    if (isNoList) say(misplaced(rule.match, 'a list of matches', pathOf('match')));
    const always = given.length === 0;
    isGiven = !always;
    const matches = (always ? NO_MATCHES : given).map((one, place) => {
      match = place;
      if (isNoList) return UNREADABLE;
      if (isMapping(one)) {
        if (asksForMore(one)) validateMatch(one, pathOfMatch(), inMesh, validation(namespace));
        return readMatch(one, rules, regexes, remarkOnMatch);
      }
      say(misplaced(one, 'a match', pathOfMatch()));
      return UNREADABLE;
    });
    const outcome = withOnlyPorts(withFullHosts(rule, namespace), ports);
    return { always: always && !isNoList, matches, outcome, source: sourceOf(index) };
  }

  /** The rules that a rule with a delegate stands for; the rule itself where the delegate cannot be opened. */
  function opened(rule: Mapping, name: string, namespace: string, own: ReadRule): readonly ReadRule[] {
    const delegate = delegates().get(name);
    const found = rules.delegate === 'ignored' ? undefined : delegate;
    if (found === undefined || nests(found)) {
      say({ ...unopened(name, delegate), path: pathOf('delegate') });
      return [own];
    }
    if (!isExportedTo(found, namespace, rules.defaultExportTo ?? EVERYWHERE)) {
      const text = `the delegate ${name} is not exported to ${namespace}: Istio ignores the rule`;
      say({ kind: 'delegate-ignored', text, path: pathOf('delegate') });
      return [];
    }
    return mergedRules(rule, namespace, found).flatMap((merged, at) => {
      if (merged !== undefined) return [readMerged(merged, found)];
      const text = `rule ${at} of ${name} is ignored by a rule that delegates to it: one of its matches lies outside that rule's`;
      const position = { rule: index, match: 0 };
      tell({ kind: 'delegate-ignored', text, path: ['spec', 'http', at], position }, found);
      return [];
    });
  }

  function validation(namespace: string): Validation {
    return new Validation(rules, namespace, say);
  }

  function say(found: MatchRemark): void {
    tell({ ...found, position: { rule: index, match } });
  }

  function remarkOnMatch(found: MatchRemark): void {
    say({ ...found, path: [...pathOfMatch(), ...found.path] });
  }

  function pathOf(...fields: readonly string[]): (string | number)[] {
    return ['spec', 'http', index, ...fields];
  }

  function pathOfMatch(): (string | number)[] {
    return isGiven ? [...pathOf('match'), match] : pathOf();
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
      outcome: withOnlyPorts(merged, ports),
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

/** The sources of rules by their indexes, which are the same for all VirtualServices. */
const sources: RuleSource[] = [];

function sourceOf(rule: number): RuleSource {
  return (sources[rule] ??= { rule });
}

/** Whether a match has fields beside the path, which its reader looks at as a whole. */
function asksForMore(match: Mapping): boolean {
  for (const field in match) if (field !== 'uri') return true;
  return false;
}

/** Whether a delegate has a rule that delegates. */
function nests({ object }: Delegate): boolean {
  const spec = isMapping(object.spec) ? object.spec : NOTHING;
  return listOf(spec.http).some((rule) => isMapping(rule) && isMapping(rule.delegate));
}
