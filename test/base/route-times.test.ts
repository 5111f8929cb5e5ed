import { longestRequest, shortTimeout, triesOf } from '../../base';

test('the first try is counted with the retries', () => {
  expect([0, 1, 10].map((attempts) => triesOf({ attempts }))).toEqual([1, 2, 11]);
});

test.each([
  [{ timeout: 9, attempts: 2, perTry: 3 }, undefined],
  [
    { timeout: 8, attempts: 2, perTry: 3 },
    { tries: 3, needed: 9 },
  ],
  [{ timeout: 1, attempts: 0, perTry: 3 }, undefined],
  [{ timeout: 1, attempts: 2, perTry: undefined }, undefined],
  [{ timeout: undefined, attempts: 2, perTry: 3 }, undefined],
])('what is missing of %j', (times, expected) => {
  expect(shortTimeout(times)).toEqual(expected);
});

test.each([
  [{ timeout: 10, attempts: 2, perTry: 3 }, 10],
  [{ timeout: undefined, attempts: 2, perTry: 3 }, 9],
  [{ timeout: undefined, attempts: 0, perTry: undefined }, undefined],
])('the longest that %j allows', (times, expected) => {
  expect(longestRequest(times)).toBe(expected);
});
