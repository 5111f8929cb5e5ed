/**
 * How one Istio version makes Envoy routes of VirtualServices, as far as it decides which route answers a request.
 * The platform room says which version has which; this room knows no versions.
 */
export interface RoutingRules {
  /**
   * Whether VirtualServices that share a host on a gateway are merged. Where they are not (Istio 1.0.0), the first
   * one serves the host and the others are dropped.
   */
  readonly merges: boolean;
  /**
   * What decides between VirtualServices created in the same second: nothing (the order is not defined), the text
   * `<name>.<namespace>`, or name and then namespace.
   */
  readonly tieBreak: 'none' | 'dotted-name' | 'name';
  /**
   * The regex that counts as a catch-all beside the prefix `/`, if nothing else is asked for: moved behind all other
   * routes of the host, whatever its age.
   */
  readonly catchAllRegex: '*' | '.*';
  /**
   * What ends a VirtualService: a `catch-all` that holds without conditions, or, `any-root-prefix`, a match on the
   * prefix `/` that has no headers and no query parameters, even where it asks for a method, an authority or a
   * scheme; the other matches of its rule are then dropped too.
   */
  readonly endsAt: 'catch-all' | 'any-root-prefix';
  /** The engine that reads regexes. */
  readonly regex: 'std::regex' | 'RE2';
  /** Most instructions that a regex may compile to. */
  readonly regexProgramLimit: number;
  /** Whether `ignoreUriCase` is known. */
  readonly ignoreUriCase: boolean;
  /** Whether `queryParams` is known. */
  readonly queryParams: boolean;
  /** Whether a prefix of a query parameter is compared; before, the parameter need only be there. */
  readonly queryPrefix: boolean;
  /**
   * What `withoutHeaders` means: nothing (`ignored`), a header that is there with another value (`needs-header`),
   * or a header with another value or none, none being the empty text (`absent-is-empty`).
   */
  readonly withoutHeaders: 'ignored' | 'needs-header' | 'absent-is-empty';
  /** Whether `directResponse` is known. */
  readonly directResponse: boolean;
  /** Whether `delegate` is followed, and whether its matches may be regexes. */
  readonly delegate: 'ignored' | 'without-regex' | 'with-regex';
  /**
   * How a request's path is changed before it is routed: not at all, dot segments resolved (`BASE`), `//` merged too,
   * or `%2F` and `%5C` decoded first.
   */
  readonly pathNormalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
}
