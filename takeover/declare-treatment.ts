import { isMapping } from '../base';
import type { RouteDeclaration } from '../catalog';
import { isHostHeader } from '../routing';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';
import type { RouteContext } from './route-context';

type Treatment = Pick<
  RouteDeclaration,
  'headers' | 'corsPolicy' | 'delay' | 'abort' | 'retries' | 'timeout' | 'rewrite'
>;

/**
 * Declares what a rule does with requests and answers beside sending them on.
 * @param isAnswer whether Envoy answers by itself, so that it waits for nobody and tries nothing again
 */
export function declareTreatment(
  rule: FieldReader,
  isAnswer: boolean,
  context: RouteContext,
  remarks: Remarks,
): Treatment {
  return withoutUnset({
    timeout: declareTimeout(rule, isAnswer, remarks),
    retries: declareRetries(rule, isAnswer, context, remarks),
    ...declareFault(rule),
    headers: declareHeaders(rule, context),
    corsPolicy: declareCors(rule, remarks),
  });
}

/** A mapping without its unset fields. */
export function withoutUnset<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Declares the path that the function sees. */
export function declareRewrite(rewrite: FieldReader | undefined): Treatment['rewrite'] {
  if (rewrite === undefined) return undefined;
  const uri = rewrite.text('uri');
  const regex = rewrite.fields('uriRegexRewrite');
  const [match, by] = [regex?.text('match'), regex?.text('rewrite')];
  regex?.finish();
  rewrite.finish();
  if (uri !== undefined && uri !== '') return { uri };
  return match === undefined ? undefined : { uriRegexRewrite: { match, rewrite: by ?? '' } };
}

function declareTimeout(rule: FieldReader, isAnswer: boolean, remarks: Remarks): string | undefined {
  const timeout = rule.text('timeout');
  if (timeout === undefined || isAnswer) return undefined;
  if (!/^0+(\.0+)?(ms|s|m|h)$/.test(timeout)) return timeout;
  remarks.correct('zero-timeout', [...rule.path, 'timeout'], 'a timeout of 0 s is left out: it is none');
  return undefined;
}

function declareRetries(
  rule: FieldReader,
  isAnswer: boolean,
  { profile }: RouteContext,
  remarks: Remarks,
): Treatment['retries'] {
  const retries = rule.fields('retries');
  if (retries === undefined) {
    if (profile.istio.zeroAttempts && !isAnswer) {
      const message =
        'relies on the two retries that Istio makes where nothing is said; now nothing is tried again';
      remarks.correct('default-retries', rule.path, message);
    }
    return undefined;
  }
  const attempts = retries.number('attempts') ?? 0;
  const perTryTimeout = retries.text('perTryTimeout');
  const retryOn = retries.text('retryOn');
  const settings = {
    retryRemoteLocalities: retries.flag('retryRemoteLocalities'),
    retryIgnorePreviousHosts: retries.flag('retryIgnorePreviousHosts'),
    backoff: retries.text('backoff'),
  };
  retries.finish();
  if (attempts === 0 || isAnswer) return undefined;
  const conditions = retryOn
    ?.split(',')
    .map((condition) => condition.trim())
    .filter((condition) => condition !== '');
  return withoutUnset({
    attempts,
    perTryTimeout,
    ...settings,
    retryOn: conditions?.length === 0 ? undefined : conditions,
  });
}

function declareFault(rule: FieldReader): Pick<Treatment, 'delay' | 'abort'> {
  const fault = rule.fields('fault');
  const [delay, abort] = [fault?.fields('delay'), fault?.fields('abort')];
  fault?.finish();
  const duration = delay?.text('fixedDelay');
  const httpStatus = abort?.number('httpStatus');
  const [ofDelay, ofAbort] = [delay && shareOf(delay), abort && shareOf(abort)];
  delay?.finish();
  abort?.finish();
  return {
    delay: duration === undefined || ofDelay === undefined ? undefined : { percent: ofDelay, duration },
    abort: httpStatus === undefined || ofAbort === undefined ? undefined : { percent: ofAbort, httpStatus },
  };
}

/** The share of requests, in percent: `percentage` from Istio 1.1 on, `percent` before. */
function shareOf(fields: FieldReader): number | undefined {
  const percentage = fields.fields('percentage');
  const percent = fields.number('percent');
  const share = percentage?.number('value') ?? percent;
  percentage?.finish();
  if (share === undefined)
    fields.refuse('percentage', 'is missing, and versions read that in different ways');
  return share;
}

type Changes = NonNullable<NonNullable<Treatment['headers']>['request']>;

/** Declares the changes of headers of a rule or a destination. A Host that is set is the authority, and none of them. */
export function declareHeaders(rule: FieldReader, context: RouteContext): Treatment['headers'] {
  const headers = rule.fields('headers');
  const sides = (['request', 'response'] as const).flatMap((side) => {
    const fields = headers?.fields(side);
    const changes = fields && declareChanges(fields, context);
    return changes === undefined ? [] : [[side, changes] as const];
  });
  headers?.finish();
  return sides.length === 0 ? undefined : Object.fromEntries(sides);
}

function declareChanges(fields: FieldReader, context: RouteContext): Changes | undefined {
  const [set, add] = [declareValues(fields, 'set', context), declareValues(fields, 'add', context)];
  const remove = fields.texts('remove')?.map((name) => name.toLowerCase());
  fields.finish();
  const changes = withoutUnset({ set, add, remove: remove?.length === 0 ? undefined : remove });
  return Object.keys(changes).length === 0 ? undefined : changes;
}

function declareValues(
  fields: FieldReader,
  kind: 'set' | 'add',
  { profile }: RouteContext,
): Record<string, string> | undefined {
  const values = fields.fields(kind);
  if (values === undefined) return undefined;
  const { percentInHeaders: percent } = profile.istio;
  const declared = values.names().flatMap((name): [string, string][] => {
    const value = values.text(name);
    // A Host that is set is the authority, which says where the requests go.
    if (value === undefined || (kind === 'set' && isHostHeader(name))) return [];
    if (value.replaceAll(percent, '').includes('%')) {
      values.refuse(name, 'has a variable of Envoy');
      return [];
    }
    return [[name.toLowerCase(), value.replaceAll(percent, '%')]];
  });
  return declared.length === 0 ? undefined : Object.fromEntries(declared);
}

function declareCors(rule: FieldReader, remarks: Remarks): Treatment['corsPolicy'] {
  const policy = rule.fields('corsPolicy');
  if (policy === undefined) return undefined;
  const exact = policy.texts('allowOrigin')?.map((origin) => ({ exact: origin }));
  const matched = policy.list('allowOrigins')?.flatMap((entry, index) => {
    if (!isMapping(entry)) return [];
    const fields = new FieldReader(entry, [...policy.path, 'allowOrigins', index], remarks);
    const origin = withoutUnset({
      exact: fields.text('exact'),
      prefix: fields.text('prefix'),
      regex: fields.text('regex'),
    });
    fields.finish();
    return [origin];
  });
  const declared = {
    // Istio reads the older field only where the newer one is not there.
    allowOrigins: matched === undefined || matched.length === 0 ? (exact ?? []) : matched,
    allowMethods: policy.texts('allowMethods') as NonNullable<Treatment['corsPolicy']>['allowMethods'],
    allowHeaders: policy.texts('allowHeaders') as string[] | undefined,
    exposeHeaders: policy.texts('exposeHeaders') as string[] | undefined,
    maxAge: policy.text('maxAge'),
    allowCredentials: policy.flag('allowCredentials'),
  };
  policy.finish();
  return withoutUnset(declared);
}
