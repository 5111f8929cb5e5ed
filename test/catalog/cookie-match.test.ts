import { headerConditions } from '../../catalog';

/** Whether a request with these cookies has the one that a match asks for. */
function has(cookies: string, cookie: string): boolean {
  const { regex = '' } = headerConditions({ cookie })?.cookie ?? {};
  return new RegExp(`^(?:${regex})$`).test(cookies);
}

test.each([
  ['canary=always', true],
  ['a=1; canary=always', true],
  ['canary=always; b=2', true],
  ['a=1; canary=always; b=2', true],
  ['a=1;canary=always;b=2', true],
  ['', false],
  ['canary=', false],
  ['canary=always2', false],
  ['xcanary=always', false],
  ['a=canary=always', false],
  ['Canary=always', false],
  ['a=1; b=always', false],
])('%j has canary=always: %s', (cookies, expected) => {
  expect(has(cookies, 'canary=always')).toBe(expected);
});

test('marks in a cookie mean themselves', () => {
  expect(has('v=1.2+(x)|[y]^{z}$*?', 'v=1.2+(x)|[y]^{z}$*?')).toBe(true);
  expect(has('v=1x2', 'v=1.2')).toBe(false);
});

test('other conditions on headers stay', () => {
  expect(headerConditions({ headers: { x: { exact: 'y' } }, cookie: 'a=b' })).toEqual({
    x: { exact: 'y' },
    cookie: { regex: '(.*; *)?a=b(;.*)?' },
  });
  expect(headerConditions({})).toBeUndefined();
});
