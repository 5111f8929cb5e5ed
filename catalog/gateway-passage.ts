/**
 * What becomes of a request's target at an ingress gateway: it arrives at Envoy, as it was sent or otherwise, or the
 * gateway answers by itself.
 */
export type GatewayPassage =
  | { readonly arrives: string }
  | {
      /** The status of the gateway's own answer. With 200 the answer is empty, as Zuul gives it for some paths without a route. */
      readonly refused: 200 | 400 | 404 | 500;
      /** Why, as a sentence without an end. */
      readonly reason: string;
    };

/** The status and the reason of a refusal. */
export type Refusal = Exclude<GatewayPassage, { readonly arrives: string }>;

/** The paths that arrive as they were sent, as regexes of RE2: those of `all` that are none of `none`. */
export interface KeptPaths {
  readonly all: string;
  readonly none: string;
}

/**
 * The paths that functions may have, and gateways forward, as a regex of RE2.
 * @param prefix the path prefix that the site gateway forwards
 */
export function forwardedPaths(prefix: string): string {
  return `${prefix.slice(0, -1).replaceAll('.', '[.]')}(/.*)?`;
}

/** A `%` without two hexadecimal digits, in a whole path, as a regex of RE2. */
export const BROKEN_ESCAPE = '.*%([^0-9A-Fa-f].*|[0-9A-Fa-f]([^0-9A-Fa-f].*)?)?';
