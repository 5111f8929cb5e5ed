import { atLeast, type Version } from './version';

/**
 * The fields of a VirtualService's `spec`, by the Istio release in which they take effect: that of the API (the
 * istio/api commit that each release pins), or the later one in which pilot translates them. `a.(b c)` represents
 * `a.b` and `a.c`, `[]` for the entries of a list, `{}` for those of a mapping. Unknown fields are pruned without a word
 * from 1.6 on, and ignored before.
 */
const SINCE: readonly (readonly [release: string, ...fields: string[]])[] = [
  [
    '1.0',
    'hosts[] gateways[] http[] tls[] tcp[]',
    'http[].(match[] route[] redirect rewrite websocketUpgrade timeout retries fault mirror corsPolicy appendHeaders{} removeResponseHeaders[])',
    'http[].match[].(uri scheme method authority headers{} port sourceLabels{} gateways[])',
    'http[].match[].uri.(exact prefix regex)',
    'http[].match[].scheme.(exact prefix regex)',
    'http[].match[].method.(exact prefix regex)',
    'http[].match[].authority.(exact prefix regex)',
    'http[].match[].headers{}.(exact prefix regex)',
    'http[].route[].(destination weight)',
    'http[].route[].destination.(host subset port)',
    'http[].route[].destination.port.(number name)',
    'http[].redirect.(uri authority)',
    'http[].rewrite.(uri authority)',
    'http[].retries.(attempts perTryTimeout)',
    'http[].fault.(delay abort)',
    'http[].fault.delay.(percent fixedDelay exponentialDelay)',
    'http[].fault.abort.(percent httpStatus grpcStatus http2Error)',
    'http[].mirror.(host subset port)',
    'http[].mirror.port.(number name)',
    'http[].corsPolicy.(allowOrigin[] allowMethods[] allowHeaders[] exposeHeaders[] maxAge allowCredentials)',
    'tls[].(match[] route[])',
    'tls[].match[].(sniHosts[] destinationSubnets[] port sourceSubnet sourceLabels{} gateways[])',
    'tls[].route[].(destination weight)',
    'tls[].route[].destination.(host subset port)',
    'tls[].route[].destination.port.(number name)',
    'tcp[].(match[] route[])',
    'tcp[].match[].(destinationSubnets[] port sourceSubnet sourceLabels{} gateways[])',
    'tcp[].route[].(destination weight)',
    'tcp[].route[].destination.(host subset port)',
    'tcp[].route[].destination.port.(number name)',
  ],
  [
    '1.1',
    'http[].route[].(removeResponseHeaders[] appendResponseHeaders{} removeRequestHeaders[] appendRequestHeaders{} headers)',
    'http[].route[].headers.(request response)',
    'http[].route[].headers.request.(set{} add{} remove[])',
    'http[].route[].headers.response.(set{} add{} remove[])',
    'http[].retries.retryOn',
    'http[].fault.delay.percentage',
    'http[].fault.delay.percentage.value',
    'http[].fault.abort.percentage',
    'http[].fault.abort.percentage.value',
    'http[].(appendResponseHeaders{} removeRequestHeaders[] appendRequestHeaders{} headers)',
    'http[].headers.(request response)',
    'http[].headers.request.(set{} add{} remove[])',
    'http[].headers.response.(set{} add{} remove[])',
    'exportTo[]',
  ],
  ['1.2.3', 'http[].match[].ignoreUriCase'],
  [
    '1.3',
    'http[].match[].(queryParams{} name)',
    'http[].match[].queryParams{}.(exact regex)',
    'http[].name',
    'http[].redirect.redirectCode',
  ],
  ['1.4', 'http[].mirrorPercent'],
  ['1.5', 'http[].corsPolicy.allowOrigins[]', 'http[].corsPolicy.allowOrigins[].(exact prefix regex)'],
  [
    '1.6',
    'http[].(mirrorPercentage delegate)',
    'http[].mirrorPercentage.value',
    'http[].match[].(withoutHeaders{} sourceNamespace)',
    'http[].match[].withoutHeaders{}.(exact prefix regex)',
    'http[].delegate.(name namespace)',
    'http[].retries.retryRemoteLocalities',
    'tls[].match[].sourceNamespace',
    'tcp[].match[].sourceNamespace',
  ],
  ['1.12', 'http[].redirect.(port derivePort scheme)'],
  [
    '1.15',
    'http[].match[].statPrefix',
    'http[].directResponse',
    'http[].directResponse.(status body)',
    'http[].directResponse.body.(string bytes)',
  ],
  ['1.18', 'http[].match[].queryParams{}.prefix'],
  [
    '1.19',
    'http[].rewrite.uriRegexRewrite',
    'http[].rewrite.uriRegexRewrite.(match rewrite)',
    'http[].mirrors[]',
    'http[].mirrors[].(destination percentage)',
    'http[].mirrors[].destination.(host subset port)',
    'http[].mirrors[].destination.port.number',
    'http[].mirrors[].percentage.value',
  ],
  ['1.23', 'http[].corsPolicy.unmatchedPreflights'],
  ['1.26', 'http[].retries.(retryIgnorePreviousHosts backoff)'],
  ['1.31', 'http[].redirect.prefixRewrite'],
];

/** Fields that a release took back. */
const REMOVED: readonly (readonly [release: string, ...fields: string[]])[] = [
  [
    '1.4',
    'http[].route[].destination.port.name',
    'http[].mirror.port.name',
    'tls[].route[].destination.port.name',
    'tcp[].route[].destination.port.name',
  ],
  [
    '1.5',
    'http[].(websocketUpgrade appendHeaders{} removeResponseHeaders[])',
    'http[].(appendResponseHeaders{} removeRequestHeaders[] appendRequestHeaders{})',
    'http[].route[].(removeResponseHeaders[] appendResponseHeaders{})',
    'http[].route[].(removeRequestHeaders[] appendRequestHeaders{})',
    'http[].fault.abort.percent',
    'tls[].match[].sourceSubnet',
  ],
];

/** When a field exists. */
export interface FieldLife {
  /** The release that brought it. */
  readonly since: string;
  /** The release that took it back; undefined where none did. */
  readonly removedIn: string | undefined;
}

/** Every field with its life, by its path. */
export const VIRTUAL_SERVICE_FIELDS: ReadonlyMap<string, FieldLife> = (() => {
  const removed = new Map(
    REMOVED.flatMap(([release, ...fields]) => fields.flatMap(spread).map((field) => [field, release])),
  );
  return new Map(
    SINCE.flatMap(([since, ...fields]) =>
      fields.flatMap(spread).map((field) => [field, { since, removedIn: removed.get(field) }] as const),
    ),
  );
})();

/** Whether an Istio version has a field of VirtualServices, such as `http[].retries.retryOn`. */
export function hasField(field: string, istio: Version): boolean {
  const life = VIRTUAL_SERVICE_FIELDS.get(field);
  if (life === undefined) return false;
  return atLeast(istio, life.since) && (life.removedIn === undefined || !atLeast(istio, life.removedIn));
}

/** `a.(b c)` as `a.b` and `a.c`. */
function spread(text: string): readonly string[] {
  const [, parent = '', children] = /^(.*)\((.*)\)$/.exec(text) ?? [];
  if (children !== undefined) return children.split(' ').map((child) => `${parent}${child}`);
  return text.split(' ');
}
