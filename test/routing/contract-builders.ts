import { routingRulesOf, type RoutingRules } from '../../platform';
import type { NaiveAnswer, NaiveRequest } from './naive-evaluator';

/** A table, and what answers some requests to it, written by hand from the facts. */
export interface ContractCase {
  readonly name: string;
  readonly istio: string;
  readonly virtualServices: readonly object[];
  /** `<namespace>/<name>`. */
  readonly gateway: string;
  readonly requests: readonly { readonly request: NaiveRequest; readonly answer: NaiveAnswer | undefined }[];
}

/** The release that cases are about where nothing depends on it. */
export const NOW = '1.28.6';
/** What that release makes of VirtualServices. */
export const RULES = rulesOf(NOW);
export const [OLD, YOUNG] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
export const ROUTE = { route: [{ destination: { host: 'one.ns.svc.cluster.local' } }] };
export const [GET, POST] = [{ method: { exact: 'GET' } }, { method: { exact: 'POST' } }];

/** How a VirtualService differs from {@link vs}'s usual one; `gateways: null` for none. */
interface Table {
  readonly name?: string;
  readonly namespace?: string;
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[] | null;
  readonly created?: string;
}

/** A VirtualService `ns/a`, unless told otherwise, on the gateway `ns/gw` and the host `h.example`. */
export function vs(table: Table | string, ...http: readonly object[]): object {
  const { name = 'a', namespace = 'ns', hosts, gateways, created } = text(table) ? { name: table } : table;
  const bound = gateways === null ? {} : { gateways: gateways ?? ['ns/gw'] };
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'VirtualService',
    metadata: { name, namespace, ...(created !== undefined && { creationTimestamp: created }) },
    spec: { hosts: hosts ?? ['h.example'], ...bound, http },
  };
}

const text = (table: Table | string): table is string => typeof table === 'string';
/** A rule; without matches, one that has no `match`. */
export const on = (...match: readonly object[]): object => (match.length === 0 ? ROUTE : { match, ...ROUTE });
export const prefix = (path: string, more: object = {}): object => ({ uri: { prefix: path }, ...more });
export const exact = (path: string, more: object = {}): object => ({ uri: { exact: path }, ...more });
export const regex = (path: string, more: object = {}): object => ({ uri: { regex: path }, ...more });
/** One rule of one match in the VirtualService `ns/a`. */
export const only = (match: object): readonly object[] => [vs('a', on(match))];

export type Requests = ContractCase['requests'];

/**
 * Requests by path, each with its answer: `-` for none, else `<name>` or `<namespace>/<name>`, and then rule and
 * match as `1.0` where they are not both 0. `more` is what all the requests have beside.
 */
export function asks(answers: Readonly<Record<string, string>>, more: Partial<NaiveRequest> = {}): Requests {
  return Object.entries(answers).map(([path, answer]) => {
    const [id = '', place = '0.0'] = answer.split(' ');
    const [rule, match] = place.split('.').map(Number);
    const virtualService = id.includes('/') ? id : `ns/${id}`;
    return {
      request: { method: 'GET', host: 'h.example', headers: {}, path, ...more },
      answer: id === '-' ? undefined : { virtualService, rule: rule ?? 0, match: match ?? 0 },
    };
  });
}

/** Requests to `/f` by the value of the header `x-a`; the key `none` for a request without it. */
export function byHeader(answers: Readonly<Record<string, string>>): Requests {
  return Object.entries(answers).flatMap(([value, answer]) =>
    asks({ '/f': answer }, { headers: value === 'none' ? {} : { 'x-a': value } }),
  );
}

/** The same case for one or several releases, named in one text. */
export function cases(
  name: string,
  istio: string,
  virtualServices: readonly object[],
  ...requests: readonly Requests[]
) {
  return istio.split(' ').map((each): ContractCase => ({
    name,
    istio: each,
    virtualServices,
    gateway: 'ns/gw',
    requests: requests.flat(),
  }));
}

function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}
