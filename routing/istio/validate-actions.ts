import { isMapping, textOf, type Mapping } from '../../base';
import { isToken, nanoseconds } from './validate-texts';
import { DURATION, FAULT_SHARE, FLAG, regex, TEXT, textNow, whole } from './validate-values';
import { fields, isSet, list, type Check, type Validation } from './validation';

/** What `retryOn` may name beside status codes (Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on). */
const RETRY_ON: ReadonlySet<string> = new Set([
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx'],
  ...['refused-stream', 'retriable-status-codes', 'retriable-headers', 'envoy-ratelimited'],
  ...['http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted'],
  'unavailable',
]);

/** Status codes that have a name in Go's net/http: from the first to the last of each range. */
const NAMED_STATUS: readonly (readonly [from: number, to: number])[] = [
  ...([
    [100, 103],
    [200, 208],
    [226, 226],
    [300, 305],
    [307, 308],
    [400, 418],
    [421, 426],
  ] as const),
  ...([
    [428, 429],
    [431, 431],
    [451, 451],
    [500, 508],
    [510, 511],
  ] as const),
];

/** Whether a text is a list of conditions, separated by commas alone: a space belongs to a name, and makes it unknown. */
function areRetryConditions(given: string): boolean {
  if (given === '') return true;
  return given.split(',').every((name) => {
    const code = /^[+-]?\d+$/.test(name) ? Number(name) : 0;
    return RETRY_ON.has(name) || NAMED_STATUS.some(([from, to]) => code >= from && code <= to);
  });
}

const RETRY_CONDITIONS = 'a list of conditions that Envoy knows, separated by commas without spaces,';

export const RETRIES: Check = fields(
  'retries',
  {
    attempts: whole('a whole number, 0 or more,', 0, 2 ** 31 - 1),
    perTryTimeout: DURATION,
    retryOn: textNow(RETRY_CONDITIONS, areRetryConditions),
    retryRemoteLocalities: FLAG,
    retryIgnorePreviousHosts: FLAG,
    backoff: DURATION,
  },
  ({ attempts, perTryTimeout, retryOn, retryRemoteLocalities }, at) => {
    if (isSet(attempts) && attempts !== 0) return;
    if (!at.rules.zeroAttempts) {
      at.refuse('has no attempts, which this version does not take');
      return;
    }
    const asks = isSet(perTryTimeout) || isSet(retryRemoteLocalities) || (isSet(retryOn) && retryOn !== '');
    if (asks) at.refuse('has 0 attempts, and says how to retry', 'leave out what is beside attempts');
  },
);

export const REWRITE: Check = fields(
  'a rewrite',
  { uri: TEXT, authority: TEXT, uriRegexRewrite: fields('uriRegexRewrite', { match: TEXT, rewrite: TEXT }) },
  ({ uri, authority, uriRegexRewrite: byRegex }, at) => {
    const hasUri = isSet(uri) && uri !== '';
    if (hasUri && isSet(byRegex)) at.refuseNow('has uri and uriRegexRewrite, where one of them belongs');
    if (!hasUri && !isSet(byRegex) && !(isSet(authority) && authority !== ''))
      at.refuse('changes nothing: it has no uri, uriRegexRewrite or authority');
    if (isMapping(byRegex)) at.inside(['uriRegexRewrite'], regexRewrite, byRegex);
  },
);

const regexRewrite: Check = (value, at) => {
  const { match, rewrite } = value as Mapping;
  if (!isSet(match) || match === '' || !isSet(rewrite) || rewrite === '')
    at.refuseNow('lacks match or rewrite: it needs both');
  const source = textOf(match) ?? '';
  if (source !== '') at.inside(['match'], () => regex(source, at), source);
};

export const REDIRECT: Check = fields(
  'a redirect',
  {
    uri: TEXT,
    prefixRewrite: TEXT,
    authority: TEXT,
    port: whole('a whole number from 1 to 65535', 0, 65_535),
    derivePort: oneOf('FROM_PROTOCOL_DEFAULT', 'FROM_REQUEST_PORT'),
    scheme: textNow('http or https', (scheme) => ['', 'http', 'https'].includes(scheme)),
    redirectCode: (value, at) => {
      if (value !== 0) REDIRECT_CODE(value, at);
    },
  },
  ({ uri, prefixRewrite, authority, port, derivePort, scheme }, at) => {
    const isGiven = (value: unknown) => isSet(value) && value !== '';
    if (isGiven(uri) && isGiven(prefixRewrite))
      at.refuseNow('has uri and prefixRewrite, where one of them belongs');
    if (isSet(port) && isSet(derivePort)) at.refuseNow('has port and derivePort, where one of them belongs');
    const changes = [uri, prefixRewrite, authority, scheme].some(isGiven) || isSet(port) || isSet(derivePort);
    if (!changes) at.refuseNow('leads nowhere: it has no uri, authority, scheme or port');
  },
);

const REDIRECT_CODE = whole('a status from 300 to 399', 300, 399);

/** A status that is answered. Istio takes 600. */
const STATUS = whole('a status from 200 to 599', 200, 600);

/** Most bytes of an answer that is written in a rule. */
const MOST_BYTES = 1024 * 1024;

export const DIRECT_RESPONSE: Check = fields(
  'a directResponse',
  {
    status: STATUS,
    body: fields(
      'a body',
      { string: body(utf8Bytes), bytes: body(({ length }) => (length / 4) * 3) },
      ({ string, bytes }, at) => {
        if (isSet(string) && isSet(bytes)) at.refuseNow('has string and bytes, where one of them belongs');
      },
    ),
  },
  ({ status }, at) => {
    if (!isSet(status)) at.refuseNow('has no status');
  },
);

function body(size: (text: string) => number): Check {
  return (value, at) => {
    if (typeof value !== 'string') at.misplaced(value, 'a text');
    else if (value.length > MOST_BYTES / 4 && size(value) > MOST_BYTES) at.refuseNow('is longer than 1 MiB');
  };
}

/** The bytes of a text in UTF-8. */
function utf8Bytes(given: string): number {
  let bytes = 0;
  for (const char of given) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The codes of gRPC by their names. */
const GRPC: ReadonlySet<string> = new Set([
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE'],
  ...['UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
]);

const unsupported: Check = (_, at) => at.refuseNow('is a field that Istio does not support yet');

export const FAULT: Check = fields(
  'a fault',
  {
    abort: fields(
      'an abort',
      {
        percentage: FAULT_SHARE,
        percent: whole('a whole number', -(2 ** 31), 2 ** 31 - 1),
        httpStatus: STATUS,
        grpcStatus: textNow('the name of a gRPC status, such as NOT_FOUND,', (name) => GRPC.has(name)),
        http2Error: unsupported,
      },
      oneOnly('httpStatus', 'grpcStatus', 'http2Error'),
    ),
    delay: fields(
      'a delay',
      {
        percentage: FAULT_SHARE,
        percent: whole('a whole number', -(2 ** 31), 2 ** 31 - 1),
        fixedDelay: DURATION,
        exponentialDelay: unsupported,
      },
      oneOnly('fixedDelay', 'exponentialDelay'),
    ),
  },
  ({ abort, delay }, at) => {
    if (!isSet(abort) && !isSet(delay)) at.refuseNow('has no abort and no delay');
  },
);

/** Methods that a browser may ask for. */
const METHODS: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'],
]);

const HEADER_NAMES = list(
  textNow('the name of a header', (name) => name === '*' || isToken(name)),
  'a list of names',
);

/** An origin that is compared with: the schema of Kubernetes takes one way at most, Istio one that is not empty. */
const ORIGIN: Check = fields('an origin', { exact: TEXT, prefix: TEXT, regex: TEXT }, (origin, at) => {
  const given = ['exact', 'prefix', 'regex'].filter((way) => isSet(origin[way]));
  if (given.length > 1) {
    at.refuseNow(`has ${given.join(' and ')}, where one of them belongs`);
    return;
  }
  if (!given.some((way) => origin[way] !== '')) {
    at.refuseNow('compares with nothing: exact, prefix or regex belongs there');
    return;
  }
  const source = textOf(origin.regex);
  if (source !== undefined) at.inside(['regex'], () => regex(source, at), source);
});

export const CORS: Check = fields('a corsPolicy', {
  allowOrigin: list(TEXT),
  allowOrigins: list(ORIGIN, 'a list of origins'),
  allowMethods: list(
    textNow('a method of HTTP', (method) => METHODS.has(method)),
    'a list of methods',
  ),
  allowHeaders: HEADER_NAMES,
  exposeHeaders: HEADER_NAMES,
  maxAge: (value, at) => {
    DURATION(value, at);
    const time = typeof value === 'string' ? (nanoseconds(value) ?? 0n) : 0n;
    if (time % 1_000_000_000n !== 0n) at.misplacedNow(value, 'a duration of whole seconds');
  },
  allowCredentials: FLAG,
  unmatchedPreflights: oneOf('UNSPECIFIED', 'FORWARD', 'IGNORE'),
});

/** One of the names that the schema knows. */
function oneOf(...names: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !names.includes(value)) at.misplaced(value, names.join(' or '));
  };
}

/** Says of fields of which one belongs that several are given. */
function oneOnly(...names: readonly string[]) {
  return (mapping: Mapping, at: Validation): void => {
    const given = names.filter((name) => isSet(mapping[name]));
    if (given.length > 1) at.refuseNow(`has ${given.join(' and ')}, where one of them belongs`);
  };
}
