import { isMapping } from '../../base';
import { durationOf, type Outcome } from '../../routing';
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

/** The treatments of the requests of a change, on either snapshot; undefined where no route answers. */
export interface Treatments {
  readonly before: Treatment | undefined;
  readonly after: Treatment | undefined;
}

/** Reads off the rules of both snapshots how the requests of a change are treated. */
export function treatmentsOf({ before, after }: RequestChange): Treatments {
  return { before: before && treatmentOf(before.rule), after: after && treatmentOf(after.rule) };
}

function treatmentOf({ timeout, retries }: Outcome): Treatment {
  return { retries: retriesOf(retries), timeout: durationOf(timeout) };
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
    perTry: durationOf(perTryTimeout),
  };
}
