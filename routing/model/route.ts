import type { Assignment } from './assignment';
import {
  takesValue,
  usualValue,
  type Condition,
  type Dimension,
  type DimensionValue,
  type Domain,
} from './condition';
import { holdsText, type Language } from '../text';
import type { Outcome } from './outcome';

/** A server of a Gateway that redirects to HTTPS. */
export interface RedirectingServer {
  /** The index of its Gateway in the input. */
  readonly index: number;
  /** `<namespace>/<name>` of its Gateway. */
  readonly gateway: string;
  /** Its index in the Gateway. */
  readonly server: number;
}

/** One Envoy route: a match of a rule, and what happens to the requests that it matches. */
export interface Route {
  /** The VirtualService, by its index in the table; -1 for a redirect of a Gateway. */
  readonly member: number;
  /** Index of the rule in `spec.http` of the object in which it is written. */
  readonly rule: number;
  /** Index of the match in the rule; 0 for a rule without matches. */
  readonly match: number;
  /** The paths, without query. */
  readonly path: Language;
  /** All must hold. */
  readonly conditions: readonly Condition[];
  /** Whether Istio moves it behind all other routes of the host. */
  readonly catchAll: boolean;
  readonly outcome: Outcome;
  /** The VirtualService in which the rule is written, where the member delegates to it. @default - the member itself */
  readonly delegate?: { readonly index: number; readonly namespace: string; readonly name: string };
  /** The server that redirects its requests to HTTPS, whatever VirtualServices say. @default - it is a rule of a VirtualService */
  readonly redirector?: RedirectingServer;
}

/** A request as Envoy routes it. */
export interface RoutedRequest {
  /** The path after normalisation, without the query. */
  readonly path: string;
  readonly valueOf: (dimension: Dimension) => DimensionValue;
}

/** Whether a route matches a request. */
export function routeMatches({ path, conditions }: Route, request: RoutedRequest): boolean {
  return holdsText(path, request.path) && meetsConditions(conditions, request);
}

/** Whether a request meets all conditions. */
export function meetsConditions(conditions: readonly Condition[], { valueOf }: RoutedRequest): boolean {
  return conditions.every((condition) => takesValue(condition, valueOf(condition.dimension)));
}

/**
 * Returns a key that only routes share which match the same requests, in whatever list. Routes that match the same
 * requests may have different keys.
 */
export function requestsKey({ path, conditions }: Pick<Route, 'path' | 'conditions'>): string {
  return `${keyOf(path)} ${conditionsKey(conditions)}`;
}

/** Returns a key that only conditions share which the same requests meet. */
export function conditionsKey(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : keyOf(conditions);
}

function keyOf(value: unknown): string {
  // The program of a regex follows from its source.
  return JSON.stringify(value, (name, inner: unknown) => (name === 'rest' ? undefined : inner));
}

/** Creates a request from a path and an assignment; other dimensions have their usual value. */
export function routedRequest(
  { path, values }: { readonly path: string; readonly values: Assignment },
  domain: Domain,
): RoutedRequest {
  return { path, valueOf: (dimension) => values.get(dimension) ?? usualValue(dimension, domain) };
}
