import { answer, requestChange, risksIn, told } from './inputs';

describe('KF806', () => {
  const shared = (of: string, shares: Readonly<Record<string, number>>) => answer(of, { shares });

  test('half of the requests at once is a jump', () => {
    const change = requestChange(
      shared('saas/a', { 'saas-a': 90, 'saas-a-green': 10 }),
      shared('saas/a', { 'saas-a': 40, 'saas-a-green': 60 }),
    );
    const [risk, ...others] = risksIn([change]);
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF806',
      severity: 'warning',
      message:
        'weights of saas/a jump: saas-a from 90 % to 40 % of prefix /saas/a/ and saas-a-green from 10 % to 60 % of prefix /saas/a/ in prod-cn',
    });
  });

  test.each([
    ['49 points', { a: 99, b: 1 }, { a: 50, b: 50 }, 0],
    ['50 points', { a: 100 }, { a: 50, b: 50 }, 1],
    ['a new destination that gets all', { a: 100 }, { b: 100 }, 1],
    ['weights that do not come to 100', { a: 2, b: 1 }, { a: 1, b: 2 }, 0],
    ['the same shares in other numbers', { a: 1, b: 1 }, { a: 50, b: 50 }, 0],
    ['half to a third, thrice', { a: 1, b: 1, c: 1 }, { a: 1 }, 1],
  ])('%s', (_, before, after, count) => {
    const change = requestChange(shared('saas/x', before), shared('saas/x', after));
    expect(risksIn([change])).toHaveLength(count);
  });

  test('another function has no weights to compare with', () => {
    expect(told(risksIn([requestChange(answer('saas/a'), answer('saas/b'))]))).not.toContain('KF806 warning');
  });

  test('a redirect has no weights', () => {
    expect(risksIn([requestChange(answer('saas/a'), { ...answer('saas/a'), destinations: [] })])).toEqual([]);
  });
});

/** A function whose rule is handled differently. */
function treated(before: object | undefined, after: object, parts: Parameters<typeof requestChange>[2] = {}) {
  const [old, now] = [before, after].map((treatment) => treatment && answer('saas/a', { treatment }));
  return risksIn([requestChange(old, now, parts)]);
}

describe('KF807', () => {
  const none = { retries: { attempts: 0 } };
  const on = (retryOn: string | undefined, attempts = 2) => ({ retries: { attempts, retryOn } });

  test('retries that may repeat a POST are told with their conditions', () => {
    const [risk, ...others] = treated(none, on('connect-failure, 5xx,503'));
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF807',
      severity: 'warning',
      message:
        'saas/a may work on one POST or PATCH request several times: 2 retries on 5xx and 503 of prefix /saas/a/ in prod-cn',
      places: [{ file: 'functions/saas/a.yaml', line: 1, column: 1, object: 'saas/a' }],
    });
  });

  test.each([
    ['before a pod works on it', none, on('connect-failure,refused-stream,reset-before-request'), 0],
    ['after gRPC says unavailable', none, on('unavailable'), 1],
    ["on Istio's default conditions", none, on(undefined), 1],
    ['no attempts', none, { retries: { attempts: 0 } }, 0],
    ['a function that is new', undefined, on('5xx'), 1],
    ['a function that is new and says nothing', undefined, {}, 0],
    ['what was so before', on('reset'), on('5xx', 3), 0],
    ['retries that are not said any more', none, {}, 1],
    ['retries that were never said', {}, { timeout: '5s' }, 0],
    ['empty retries, which are none', none, { retries: {} }, 0],
    ['empty retries that are not said any more', { retries: {} }, {}, 1],
    ['other conditions of the same retries', on('connect-failure'), on('reset'), 1],
    [
      'other times of the same retries',
      on('reset'),
      { retries: { ...on('reset').retries, perTryTimeout: '2s' } },
      0,
    ],
  ])('%s', (_, before, after, count) => {
    expect(treated(before, after).filter(({ code }) => code === 'KF807')).toHaveLength(count);
  });

  test('requests among which there is neither POST nor PATCH', () => {
    expect(treated(none, on('5xx'), { methods: [] })).toEqual([]);
    expect(treated(none, on('5xx'), { methods: ['PATCH'] })).toHaveLength(1);
  });

  test('is shown by a request that may not be repeated', () => {
    const [risk] = treated(none, on('5xx'), { methods: ['PATCH'] });
    expect(risk?.witness).toMatchObject({ method: 'PATCH', path: '/x' });
  });
});

describe('KF808', () => {
  const times = (timeout: string | undefined, attempts: number, perTryTimeout: string | undefined) => ({
    timeout,
    retries: { attempts, perTryTimeout, retryOn: 'connect-failure' },
  });
  const enough = times('10s', 2, '3s');

  test('a timeout that is lowered below what the tries need', () => {
    const [risk, ...others] = treated(enough, times('8s', 2, '3s'));
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF808',
      severity: 'warning',
      message:
        'the timeout of saas/a is shorter than its retries: 8s, where 3 tries of 3s need 9s (prefix /saas/a/) in prod-cn',
    });
  });

  test.each([
    ['exactly enough', enough, times('9s', 2, '3s'), 0],
    ['a retry more', enough, times('10s', 3, '3s'), 1],
    ['a longer try', enough, times('10s', 2, '3.5s'), 1],
    ['minutes and milliseconds', enough, times('1m30s', 1, '45001ms'), 1],
    ['no timeout', enough, times(undefined, 2, '3s'), 0],
    ['tries without a limit of their own', enough, times('1s', 2, undefined), 0],
    ['no retries', enough, times('1s', 0, '3s'), 0],
    ['another timeout of the same retries', times('10s', 1, '3s'), times('5s', 1, '3s'), 1],
    ['too short before already', times('8s', 2, '3s'), times('7s', 2, '3s'), 0],
    ['a function that is new', undefined, times('8s', 2, '3s'), 1],
    ['text that is no duration', enough, times('8 s', 2, '3s'), 0],
  ])('%s', (_, before, after, count) => {
    expect(treated(before, after).filter(({ code }) => code === 'KF808')).toHaveLength(count);
  });
});
