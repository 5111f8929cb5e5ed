/**
 * How one Istio version translates VirtualServices into Envoy routes, as far as this affects which route answers a
 * request. The platform room maps versions to rules; this room knows no versions.
 */
export interface RoutingRules {
  /**
   * Whether VirtualServices that share a host on a gateway are merged. If not (Istio 1.0.0), the first one serves the
   * host and the others are dropped.
   */
  readonly merges: boolean;
  /**
   * What sorts VirtualServices that were created in the same second: nothing (the order is undefined), the text
   * `<name>.<namespace>`, or the name and then the namespace.
   */
  readonly tieBreak: 'none' | 'dotted-name' | 'name';
  /**
   * The regex that is a catch-all like the prefix `/`, if the match has no other conditions. Istio moves catch-alls
   * behind all other routes of the host, regardless of their age.
   */
  readonly catchAllRegex: '*' | '.*';
  /**
   * After which match Istio drops the rest of a VirtualService: a `catch-all` without conditions; or, for
   * `any-root-prefix`, a match on the prefix `/` without headers and query parameters, even if it has a method, an
   * authority or a scheme. The latter also drops the other matches of its rule.
   */
  readonly endsAt: 'catch-all' | 'any-root-prefix';
  /** The regex engine. */
  readonly regex: 'std::regex' | 'RE2';
  /** The maximum number of instructions that a regex may compile to. */
  readonly regexProgramLimit: number;
  /** Whether `ignoreUriCase` is supported. */
  readonly ignoreUriCase: boolean;
  /** Whether `queryParams` is supported. */
  readonly queryParams: boolean;
  /** Whether the prefix of a query parameter is compared; if not, any value of the parameter matches. */
  readonly queryPrefix: boolean;
  /**
   * What `withoutHeaders` matches: everything (`ignored`), a header that is present with another value
   * (`needs-header`), or another value, where an absent header has the empty value (`absent-is-empty`).
   */
  readonly withoutHeaders: 'ignored' | 'needs-header' | 'absent-is-empty';
  /** Whether `sourceNamespace` is supported. */
  readonly sourceNamespace: boolean;
  /** Whether `directResponse` is supported. */
  readonly directResponse: boolean;
  /** Whether `delegate` is supported, and whether its matches may be regexes. */
  readonly delegate: 'ignored' | 'without-regex' | 'with-regex';
  /**
   * The namespaces that see a VirtualService without `exportTo`: `meshConfig.defaultVirtualServiceExportTo`. Undefined for a version
   * that does not know `exportTo`: all see each VirtualService.
   */
  readonly defaultExportTo: readonly string[] | undefined;
  /** Whether VirtualServices that delegate come after all others, whatever their age. */
  readonly delegatingLast: boolean;
  /**
   * What becomes of servers on several ports that a Service of the Pods maps to one: its ports are `ignored`, each server has a listener for
   * the port of the Pods, of which one is dropped (`dropped`), or they are `shared`, with one listener and its routes.
   */
  readonly targetPorts: 'ignored' | 'dropped' | 'shared';
  /**
   * Which VirtualService serves a service in the mesh where hosts overlap: the `oldest` that has routes, or, of those with the `most specific`
   * host, the oldest that has routes for an exact host, and the oldest of all for a wildcard.
   */
  readonly meshHosts: 'oldest' | 'most specific';
  /**
   * How the path of a request is normalised before it is routed: not at all, dot segments resolved (`BASE`), `//`
   * merged too, or `%2F` and `%5C` decoded first.
   */
  readonly pathNormalization: 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';
  /**
   * Whether Envoy takes the `x-forwarded-proto` that a request comes with: `gatewayTopology.numTrustedProxies` of the mesh configuration is
   * above 0. If not, Envoy sets it to how the request came itself.
   * @default false
   */
  readonly trustsForwardedProto?: boolean;
  /**
   * Whether all that Istio's webhook refuses is known for this version: for 1.26 and newer. Of older ones, only what the following
   * fields say, and what never changed.
   */
  readonly webhook: 'known' | 'in part';
  /** What the weights of several destinations have to come to. */
  readonly weights: 'sum to 100' | 'any, above 0 in sum';
  /** Whether `retries: { attempts: 0 }` is taken. */
  readonly zeroAttempts: boolean;
  /** Which entries `exportTo` takes; `one` for `.` or `*` alone. */
  readonly exportTo: 'none' | 'one' | 'namespaces';
  /** How a Gateway of another namespace is named; the first form is the only one that the oldest versions take. */
  readonly gatewayReference: '<name>.<namespace>.svc.cluster.local' | '<namespace>/<name>';
  /** Names of headers in a match: as HTTP has them, or letters, digits, `-` and `_` alone. */
  readonly matchHeaderNames: 'all' | 'plain';
  /** What is asked of the value of a header that is set: nothing, an even number of `%`, or Envoy's format. */
  readonly headerValues: 'any' | 'even' | 'format';
  /** Whether `Host` and names that begin with `:` are refused among headers that are set or removed, but for the authority of requests. */
  readonly operatedHeaders: 'any' | 'public';
}
