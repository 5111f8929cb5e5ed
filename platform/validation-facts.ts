import { fact } from './fact';
import { ISTIO_RENDERING } from './istio-rendering';

/**
 * What Istio's webhook asks of a VirtualService, where versions differ. Source: `ValidateVirtualService` and what it calls
 * (pilot/pkg/model/validation.go, later pkg/config/validation), by tags as far as patches are named. What a row does not name was there in
 * every version that was read, from 1.26 on as a whole: `retries.backoff` came with 1.26, and the state of the source before it has all other
 * rules but that of `redirect.prefixRewrite`, a field of 1.31.
 */
const OWN = {
  webhook: fact<'known' | 'in part'>('istio', 'rules of the webhook', [
    ['1.0.0', 'in part', 'not read as a whole before 1.26'],
    ['1.26.0', 'known', 'ValidateVirtualService as a whole from 1.26'],
  ]),
  headerValues: fact<'any' | 'even' | 'format'>('istio', 'values of headers that are set', [
    ['1.0.0', 'any', 'not looked at before 1.8'],
    ['1.8.0', 'even', 'an even number of % from 1.8'],
    ['1.18.0', 'format', "Envoy's format from 1.18"],
  ]),
  operatedHeaders: fact<'any' | 'public'>('istio', 'headers that may be set', [
    ['1.0.0', 'any', 'names are not looked at before 1.10'],
    ['1.10.0', 'public', 'of internal ones only the authority, and once, from 1.10'],
  ]),
} as const;

const { weights, zeroAttempts, exportTo, gatewayReference, matchHeaderNames } = ISTIO_RENDERING;

/** What the routing room must know of the webhook; a part of it decides on what is rendered as well. */
export const VALIDATION_FACTS = {
  ...OWN,
  weights,
  zeroAttempts,
  exportTo,
  gatewayReference,
  matchHeaderNames,
} as const;
