import fc, { type Arbitrary } from 'fast-check';
import { routingRulesOf } from '../../../../platform';
import { rolloutsOf } from '../../../../review/model/rollout/rollouts';
import type { HostLocation, Rollout, RolloutNeed } from '../../../../review/model';
import { routeTables, type RouteTable, type RoutingRules } from '../../../../routing';
import { virtualServices, type PlainVirtualService, type TableOptions } from '../../../routing/arbitraries';
import { naiveMatches, type NaiveRequest } from '../../../routing/naive-evaluator';

type Rule = PlainVirtualService['spec']['http'][number];

/** Both sides of a change; VirtualServices of one name are one. */
export interface Change {
  readonly before: readonly PlainVirtualService[];
  readonly after: readonly PlainVirtualService[];
}

export const WHERE = {
  environment: 'test',
  cluster: 'c',
  namespace: undefined,
  host: 'h.example',
  gateways: ['ns/gw'],
  port: undefined,
};

export function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}

export const RULES = rulesOf('1.28.6');

/** The one table of some VirtualServices. */
export function tableOf(objects: readonly object[], rules = RULES): RouteTable | undefined {
  return routeTables(objects, rules).tables.find(({ gateway }) => gateway === 'ns/gw');
}

export function rolloutBetween(before: readonly object[], after: readonly object[], rules = RULES) {
  return rolloutAt(WHERE, tableOf(before, rules), tableOf(after, rules));
}

/** What is reported about one host, where its VirtualServices are the only ones. */
export function rolloutAt(
  where: HostLocation,
  before: RouteTable | undefined,
  after: RouteTable | undefined,
) {
  const names = (table: RouteTable | undefined) =>
    new Set(table?.members.map(({ namespace, name }) => `${namespace}/${name}`));
  const standing = { before: names(before), after: names(after) };
  const [rollout, ...others] = rolloutsOf([{ before, after, where }], standing);
  expect(others).toEqual([]);
  return rollout;
}

export const nameOf = ({ metadata: { namespace, name } }: PlainVirtualService): string =>
  `${namespace}/${name}`;

/** The outcomes that a request may get, in every order of creation: each that matches it once is the oldest. */
export function possible(
  objects: readonly PlainVirtualService[],
  request: NaiveRequest,
  rules = RULES,
): ReadonlySet<string> {
  const matching = new Set(
    naiveMatches(objects, rules, 'ns/gw', request).map((found) => found.virtualService),
  );
  if (matching.size === 0) return new Set(['none']);
  const answers = [...matching].map((oldest) => {
    const aged = objects.map((object) => {
      const creationTimestamp = `2026-01-01T00:00:0${nameOf(object) === oldest ? 0 : 1}Z`;
      return { ...object, metadata: { ...object.metadata, creationTimestamp } };
    });
    const [answer] = naiveMatches(aged, rules, 'ns/gw', request);
    const by = objects.find((object) => nameOf(object) === answer?.virtualService);
    return JSON.stringify({ ...by?.spec.http[answer?.rule ?? 0], match: undefined });
  });
  return new Set(answers);
}

/** The VirtualServices to which something is done, sorted, and the states in between. */
export function applied({ before, after }: Change) {
  const [old, now] = [before, after].map((side) => new Map(side.map((one) => [nameOf(one), one])));
  const steps = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])]
    .filter((name) => JSON.stringify(old?.get(name)) !== JSON.stringify(now?.get(name)))
    .sort();
  const names = [...new Set([...before, ...after].map(nameOf))];
  /** The state in which just some are done. */
  const stateOf = (done: ReadonlySet<string>): readonly PlainVirtualService[] =>
    names.flatMap((name) => (done.has(name) ? now : old)?.get(name) ?? []);
  return { steps, stateOf };
}

/** Judges the states of a change: whether a request has an old or a new outcome where just some are done. */
export function judgeOf(change: Change, rules = RULES) {
  const { stateOf } = applied(change);
  const known = new Map<
    NaiveRequest,
    { readonly right: ReadonlySet<string>; readonly states: Map<string, boolean> }
  >();
  return (done: ReadonlySet<string>, request: NaiveRequest): boolean => {
    const of = known.get(request) ?? {
      right: rightOutcomes(change, request, rules),
      states: new Map<string, boolean>(),
    };
    known.set(request, of);
    const key = [...done].sort().join();
    const judged = of.states.get(key) ?? areAmong(of.right, possible(stateOf(done), request, rules));
    of.states.set(key, judged);
    return judged;
  };
}

/** The outcomes that a request may get at the start or at the end. */
export function rightOutcomes(
  { before, after }: Change,
  request: NaiveRequest,
  rules = RULES,
): ReadonlySet<string> {
  return new Set([...possible(before, request, rules), ...possible(after, request, rules)]);
}

export function areAmong(right: ReadonlySet<string>, outcomes: ReadonlySet<string>): boolean {
  return [...outcomes].every((outcome) => right.has(outcome));
}

export function needsOf(rollout: Rollout | undefined): readonly RolloutNeed[] {
  return rollout !== undefined && 'needs' in rollout ? rollout.needs : [];
}

/** The VirtualServices that the first of two pull requests leaves behind. */
export function firstPullRequest(
  { before, after }: Change,
  keep: readonly string[],
  rules = RULES,
): readonly PlainVirtualService[] {
  const kept = before.filter((one) => keep.includes(nameOf(one)));
  const others = after.filter((one) => !keep.includes(nameOf(one)));
  return [
    ...others,
    ...kept.map((old) =>
      withBoth(
        old,
        after.find((now) => nameOf(now) === nameOf(old)),
        rules,
      ),
    ),
  ];
}

/** Old rules, new ones behind them, and behind both a catch-all, the old one before the new one. */
function withBoth(
  old: PlainVirtualService,
  now: PlainVirtualService | undefined,
  rules: RoutingRules,
): PlainVirtualService {
  const all = [old, now].flatMap((one) => plainRules(one?.spec.http ?? [], rules));
  const isLast = (rule: Rule) => ends(rule, rules);
  const http = [...all.filter((rule) => !isLast(rule)), ...all.filter(isLast).slice(0, 1)];
  return { ...old, spec: { ...old.spec, http } };
}

/**
 * A rule for each match, up to the first where Istio ends the VirtualService. Istio 1.5 to 1.7 take no other match of the
 * rule then, whether it is before or behind.
 */
function plainRules(http: readonly Rule[], rules: RoutingRules): readonly Rule[] {
  const plain = http.flatMap((rule): readonly Rule[] => {
    if (!Array.isArray(rule.match)) return [rule];
    const each = rule.match.map((match: unknown) => ({ ...rule, match: [match] }));
    const root = rules.endsAt === 'any-root-prefix' ? each.find((one) => ends(one, rules)) : undefined;
    return root === undefined ? each : [root];
  });
  const end = plain.findIndex((rule) => ends(rule, rules));
  return end === -1 ? plain : plain.slice(0, end + 1);
}

/** Whether Istio ends a VirtualService at a rule with one match: 1.5 to 1.7 do so whatever method it asks for. */
function ends(rule: Rule, { endsAt }: RoutingRules): boolean {
  if (takesAll(rule)) return true;
  const [match] = Array.isArray(rule.match) ? (rule.match as Record<string, unknown>[]) : [];
  const uri = match?.uri as { prefix?: string } | undefined;
  const asksForMore = ['headers', 'queryParams'].some((field) => match?.[field] !== undefined);
  return endsAt === 'any-root-prefix' && uri?.prefix === '/' && !asksForMore;
}

function takesAll({ match }: Rule): boolean {
  if (!Array.isArray(match)) return true;
  const [{ uri, ...rest }] = match as [Record<string, { prefix?: string; regex?: string }>];
  const asked = Object.keys(rest).filter((field) => field !== 'ignoreUriCase');
  return asked.length === 0 && (uri === undefined || uri.prefix === '/' || uri.regex === '.*');
}

/** Small tables, and what edits make of them: rules move, VirtualServices are renamed, split, joined, deleted. */
export function changes(options: TableOptions): Arbitrary<Change> {
  const tables = { timestamps: false, most: 4, ...options };
  const edit = fc.record({
    kind: fc.constantFrom('move', 'move', 'move', 'swap', 'rename', 'delete', 'retarget', 'put'),
    from: fc.nat(5),
    to: fc.nat(5),
    rule: fc.nat(2),
    behind: fc.boolean(),
  });
  return fc
    .tuple(virtualServices(tables), virtualServices(tables), fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([before, others, edits]): Change => {
      const after = before.map((one) => structuredClone(one) as Editable);
      const put = others.map((one) => structuredClone(one) as Editable);
      for (const one of edits) apply(one, after, put);
      return { before, after: after.filter(({ spec }) => spec.http.length > 0) };
    });
}

interface Editable extends PlainVirtualService {
  metadata: { name: string; namespace: string };
  spec: { hosts: readonly string[]; gateways: readonly string[]; http: Rule[] };
}

interface Edit {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly rule: number;
  readonly behind: boolean;
}

function apply({ kind, from, to, rule, behind }: Edit, after: Editable[], put: Editable[]): void {
  const [source, target] = [after[from % after.length], after[to % after.length]];
  const add = (one: Editable | undefined, moved: readonly Rule[]) =>
    behind ? one?.spec.http.push(...moved) : one?.spec.http.unshift(...moved);
  if (kind === 'move') add(target, source?.spec.http.splice(rule % 2, 1) ?? []);
  if (kind === 'swap') {
    const [a, b] = [source?.spec.http.splice(0, 1) ?? [], target?.spec.http.splice(0, 1) ?? []];
    add(source, b);
    add(target, a);
  }
  if (kind === 'rename' && source !== undefined) source.metadata.name = `z${after.length}${from}${to}`;
  if (kind === 'delete' && after.length > 1) after.splice(from % after.length, 1);
  if (kind === 'retarget' && source?.spec.http[0] !== undefined) {
    source.spec.http[0] = { ...source.spec.http[0], route: [{ destination: { host: 'four.ns' } }] };
  }
  if (kind === 'put') {
    const names = new Set(after.map(nameOf));
    after.push(...put.splice(0, 1).filter((one) => !names.has(nameOf(one))));
  }
}
