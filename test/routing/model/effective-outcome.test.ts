import { outcomes } from '../../../routing';
import type { Language } from '../../../routing/text/language';
import { durationOf } from '../../../routing/model/effective-outcome';
import { regexReader } from '../../../routing/istio/string-match';

const to = (host: string, weight?: number) => ({ destination: { host }, ...(weight && { weight }) });
const prefix = (text: string): Language => ({ kind: 'prefix', text });

/** Whether two rules do the same with a request, by which paths they match it. */
function isAlike(a: object, b: object, one = prefix('/a/'), other = prefix('/a/')): boolean {
  return outcomes().relate({ outcome: { ...a }, path: one }, { outcome: { ...b }, path: other }) === 'same';
}

describe('rules that do the same with a request', () => {
  test.each<[string, object, object]>([
    [
      'destinations in another order',
      { route: [to('a', 1), to('b', 3)] },
      { route: [to('b', 3), to('a', 1)] },
    ],
    [
      'fields in another order',
      { route: [{ weight: 5, destination: { host: 'a' } }, to('b', 5)] },
      { route: [to('a', 5), to('b', 5)] },
    ],
    ['the same shares', { route: [to('a', 1), to('b', 1)] }, { route: [to('a', 50), to('b', 50)] }],
    ['a destination without a share', { route: [to('a', 100), to('b', 0)] }, { route: [to('a')] }],
    [
      'conditions of retries in another order',
      { retries: { retryOn: '5xx, reset' } },
      { retries: { retryOn: 'reset,5xx' } },
    ],
    [
      'durations',
      { timeout: '10s', retries: { perTryTimeout: '1m' } },
      { timeout: '10000ms', retries: { perTryTimeout: '60s' } },
    ],
    ['delays', { fault: { delay: { fixedDelay: '1s' } } }, { fault: { delay: { fixedDelay: '1000ms' } } }],
    [
      'names of headers in other letters',
      { headers: { request: { set: { 'X-A': '1' }, remove: ['X-B'] } } },
      { headers: { request: { set: { 'x-a': '1' }, remove: ['x-b'] } } },
    ],
    [
      'the authority by a rewrite, and by a header of the only destination',
      { route: [to('a')], rewrite: { authority: 'b' } },
      { route: [{ ...to('a'), headers: { request: { set: { Host: 'b' } } } }] },
    ],
    ['fields that are null', { timeout: null, retries: null }, {}],
    ['a rewrite of nothing', { rewrite: { uri: null } }, { rewrite: {} }],
    ['retries of none', { retries: {} }, { retries: { attempts: 0 } }],
    [
      'a share of null',
      { route: [to('a', 1), { destination: { host: 'b' }, weight: null }] },
      { route: [to('a')] },
    ],
    ['names and matches', { name: 'a', match: [{ uri: { prefix: '/' } }] }, { name: 'b' }],
  ])('%s', (_, a, b) => {
    expect(isAlike(a, b)).toBe(true);
  });

  test('a rewrite, where it replaces the whole path by either', () => {
    const rewrite = { rewrite: { uri: '/x' } };
    const exact: Language = { kind: 'values', values: ['/a'] };
    const read = regexReader().read('/a');
    if (!('language' in read)) throw new Error('no regex');
    expect(isAlike(rewrite, rewrite, exact, read.language)).toBe(true);
    expect(isAlike(rewrite, rewrite, { kind: 'folded', text: '/A/', open: true }, prefix('/a/'))).toBe(true);
    expect(isAlike(rewrite, rewrite, prefix('/a/b'), prefix('/a/'))).toBe(false);
    expect(isAlike(rewrite, rewrite, prefix('/a/'), read.language)).toBe(false);
  });
});

test.each<[string, object, object]>([
  ['other shares', { route: [to('a', 1), to('b', 2)] }, { route: [to('a', 2), to('b', 1)] }],
  ['another port', { route: [{ destination: { host: 'a', port: { number: 80 } } }] }, { route: [to('a')] }],
  ['another subset', { route: [{ destination: { host: 'a', subset: 'v1' } }] }, { route: [to('a')] }],
  [
    'weights that are no whole numbers',
    { route: [to('a', 0.5), to('b', 1)] },
    { route: [to('a', 1), to('b', 2)] },
  ],
  ['no timeout and one of 0s', {}, { timeout: '0s' }],
  ['no retries and empty ones, which keep Istio from its own', {}, { retries: {} }],
])('rules that do not: %s', (_, a, b) => {
  expect(isAlike(a, b)).toBe(false);
});

test.each([
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['0.1s', 100],
  ['1h1ms', 3_600_001],
  ['soon', undefined],
  ['', undefined],
  [10, undefined],
])('%j lasts %j ms', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});
