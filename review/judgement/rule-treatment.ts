import { isMapping, type Outcome } from '../../routing';
import type { RequestChange } from '../model';

/** How a rule retries. */
export type Retries =
  /** It says nothing, so that Istio's default holds: two retries from Istio 1.1 on. */
  | { readonly kind: 'unsaid' }
  | {
      readonly kind: 'said';
      /** Retries after the first try; 0 where they are not written. */
      readonly attempts: number;
      /** Envoy's conditions; undefined where none are written, so that Istio's default ones hold. */
      readonly on: readonly string[] | undefined;
      /** In milliseconds; undefined where one try may take as long as the whole request. */
      readonly perTry: number | undefined;
    };

/** How long a request may take, and how often it is tried. */
export interface Treatment {
  readonly retries: Retries;
  /** In milliseconds; undefined for no limit. */
  readonly timeout: number | undefined;
}

/** The treatments of the requests of a change, on either side; undefined where no route answers. */
export interface Treatments {
  readonly before: Treatment | undefined;
  readonly after: Treatment | undefined;
}

/** Reads off the rules of both sides how the requests of a change are treated. */
export function treatmentsOf({ before, after }: RequestChange): Treatments {
  return { before: before && treatmentOf(before.rule), after: after && treatmentOf(after.rule) };
}

function treatmentOf({ timeout, retries }: Outcome): Treatment {
  return { retries: retriesOf(retries), timeout: millisecondsOf(timeout) };
}

/** Empty retries are said: they keep Istio from its default. */
function retriesOf(value: unknown): Retries {
  if (!isMapping(value)) return { kind: 'unsaid' };
  const { attempts, retryOn, perTryTimeout } = value;
  const on = typeof retryOn === 'string' ? retryOn.split(',').map((one) => one.trim()) : [];
  const conditions = on.filter((one) => one !== '');
  return {
    kind: 'said',
    attempts: typeof attempts === 'number' ? attempts : 0,
    on: conditions.length === 0 ? undefined : conditions,
    perTry: millisecondsOf(perTryTimeout),
  };
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** A duration as Istio takes it: `1m30s`, `2s`, `250ms`; undefined for anything else. */
function millisecondsOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(h|ms|m|s)/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  // Go's resolution is the nanosecond: 0.1s and 0.2s are 300ms.
  return Math.round(total * 1e6) / 1e6;
}
