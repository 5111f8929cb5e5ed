import type { DeclaredOrder } from '../base';
import type { FindingCode, Witness } from '../findings';
import { decidedOrders } from './decided-orders';
import {
  budgetOf,
  routeFacts,
  shortestRequest,
  withinBudget,
  witnessOf,
  type Budget,
  type Route,
  type RouteList,
} from '../routing';
import { orderRules, type Before, type RuleKey } from './order-rules';
import { relationOf, type Shown } from './route-relation';

/** A function whose routes share one host with those of others. */
export interface Member {
  /** `<team>/<name>` */
  readonly id: string;
  readonly team: string;
  /** The functions that it goes before where routes of the two cross, as `<team>/<name>`. */
  readonly before: readonly string[];
}

/** Something wrong between routes of functions. */
export interface RuleProblem {
  readonly code: FindingCode;
  readonly message: string;
  readonly help: string;
  readonly rules: readonly RuleKey[];
  readonly witness?: Witness;
}

/** How the functions of one host are ordered. */
export interface TablePlan {
  /** Functions that share a VirtualService: their rules in order. The last rule's function hosts it. */
  readonly groups: readonly (readonly RuleKey[])[];
  readonly problems: readonly RuleProblem[];
  /** The declared orders that decide on some request; undefined where there are problems. */
  readonly orders: readonly DeclaredOrder[] | undefined;
}

/** Two rules that cross, in their declared order. */
export interface OrderedCrossing {
  readonly first: RuleKey;
  readonly then: RuleKey;
}

/** Work for comparing the pairs of one host. */
const BUDGET = 50_000_000;

/**
 * Orders the functions of one host: of two that match the same requests, the narrower first; where neither is, the one
 * that declares to go before the other.
 * @param list the routes of all functions, each function's VirtualService being one member, in the order of members
 * @param consents whether a team lets a function take requests from its routes
 * @returns undefined if it is too much work
 */
export function planTable(
  members: readonly Member[],
  list: RouteList,
  consents: (team: string, function_: string) => boolean,
): TablePlan | undefined {
  return withinBudget(() => plan(members, list, consents, budgetOf(BUDGET)))?.answer;
}

function plan(
  members: readonly Member[],
  list: RouteList,
  consents: (team: string, function_: string) => boolean,
  budget: Budget,
): TablePlan {
  const problems: RuleProblem[] = [];
  const pairs: Before[] = [];
  const crossings: OrderedCrossing[] = [];
  const compared = new Set<string>();
  for (const { first, second } of routeFacts(list, budget).conflicts) {
    const [a, b] = [ruleOf(first), ruleOf(second)];
    const key = `${a.member} ${a.rule} ${b.member} ${b.rule}`;
    if (compared.has(key)) continue;
    compared.add(key);
    comparePair(a, b, first, second);
  }
  const groups: (readonly RuleKey[])[] = [];
  for (const component of componentsOf(pairs)) {
    const rules = component.flatMap((member) => rulesOf(member));
    const own = rules.flatMap((rule): Before[] =>
      rule.rule === 0 ? [] : [[{ member: rule.member, rule: rule.rule - 1 }, rule]],
    );
    const order = orderRules(rules, [...own, ...pairs]);
    if ('ordered' in order) groups.push(order.ordered);
    else problems.push(noOrder(order.contradicting));
  }
  const orders =
    problems.length > 0 ? undefined : decidedOrders(crossings, groups, { routesOf, idOf, list, budget });
  return { groups, problems, orders };

  function comparePair(a: RuleKey, b: RuleKey, first: number, second: number): void {
    const [ofA, ofB] = [routesOf(a), routesOf(b)];
    const relation = relationOf(ofA, ofB, list, budget);
    const routes = [routeAt(first), routeAt(second)];
    const shown = shortestRequest(routes, [], list, budget);
    const witness = shown === undefined ? {} : { witness: witnessOf(shown) };
    const [idA, idB] = [idOf(a), idOf(b)];
    if (relation.kind === 'equal') {
      problems.push({
        code: 'KF603',
        message: `${idA} and ${idB} match exactly the same requests: one of the two would never answer`,
        help: 'leave one route out, or narrow it',
        rules: [a, b],
        ...witness,
      });
    } else if (relation.kind === 'crossing') {
      const declared = declaredOrder(a, b);
      if (declared === undefined) {
        problems.push({
          code: 'KF602',
          message: `${idA} and ${idB} both match this request, and each also matches others: ${spell(relation.onlyA)} is ${idA}'s alone, ${spell(relation.onlyB)} is ${idB}'s`,
          help: 'narrow one of them until it lies within the other, or apart from it; the one that lies within then goes first. Or say in a file which function goes first: before: [<team>/<name>]',
          rules: [a, b],
          ...witness,
        });
        return;
      }
      crossings.push(declared);
      pairs.push([declared.first, declared.then]);
      checkConsent(declared.first, declared.then, witness);
    } else {
      const [narrow, broad] = relation.kind === 'narrower' ? [a, b] : [b, a];
      pairs.push([narrow, broad]);
      checkConsent(narrow, broad, witness);
    }
  }

  /** The order of two rules that the file of one of their functions declares. If both do, that is reported elsewhere. */
  function declaredOrder(a: RuleKey, b: RuleKey): OrderedCrossing | undefined {
    if (members[a.member]?.before.includes(idOf(b)) === true) return { first: a, then: b };
    if (members[b.member]?.before.includes(idOf(a)) === true) return { first: b, then: a };
    return undefined;
  }

  function checkConsent(narrow: RuleKey, broad: RuleKey, witness: { readonly witness?: Witness }): void {
    const [taker, owner] = [members[narrow.member], members[broad.member]];
    if (taker === undefined || owner === undefined || taker.team === owner.team) return;
    if (consents(owner.team, taker.id)) return;
    problems.push({
      code: 'KF606',
      message: `${taker.id} takes requests from ${owner.id}, and the team ${owner.team} does not consent`,
      help: `let that team add to functions/${owner.team}/team.yaml the lines "consents:" and "  - ${taker.id}", or match other requests`,
      rules: [narrow, broad],
      ...witness,
    });
  }

  function noOrder(contradicting: readonly RuleKey[]): RuleProblem {
    const ids = [...new Set(contradicting.map(idOf))];
    const isDeclared = contradicting.some(({ member }) =>
      members[member]?.before.some((other) => ids.includes(other)),
    );
    return {
      code: 'KF615',
      message: `no order of the routes of ${ids.join(', ')} puts narrower ones first${isDeclared ? ', follows before,' : ''} and keeps each file's own order`,
      help: `put the narrower routes of each function before its broader ones${isDeclared ? ', or take a function out of before' : ''}`,
      rules: contradicting,
    };
  }

  function ruleOf(place: number): RuleKey {
    const { member, rule } = routeAt(place);
    return { member, rule };
  }
  function routesOf({ member, rule }: RuleKey): Route[] {
    return list.routes.filter((route) => route.member === member && route.rule === rule);
  }
  function rulesOf(member: number): RuleKey[] {
    return (list.members[member]?.rules ?? []).map((_, rule) => ({ member, rule }));
  }
  function routeAt(place: number): Route {
    return list.routes[place] as Route;
  }
  function idOf({ member }: RuleKey): string {
    return members[member]?.id ?? '';
  }
}

/** Returns the functions that pairs connect (union-find by smallest root), each component in ascending order. */
function componentsOf(pairs: readonly Before[]): number[][] {
  const rootOf = new Map<number, number>();
  const find = (member: number): number => {
    const parent = rootOf.get(member) ?? member;
    return parent === member ? member : find(parent);
  };
  for (const [{ member: a }, { member: b }] of pairs) {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
    rootOf.set(low, low);
    rootOf.set(high, low);
  }
  const components = new Map<number, number[]>();
  for (const member of [...rootOf.keys()].sort((a, b) => a - b)) {
    const root = find(member);
    components.set(root, [...(components.get(root) ?? []), member]);
  }
  return [...components.values()];
}

function spell(shown: Shown): string {
  const { method, path } = witnessOf(shown);
  return `${method} ${path}`;
}
