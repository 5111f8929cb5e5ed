import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isShown, ROOT } from './page';

test('the README is at most 150 lines long', () => {
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

test('an output is compared line by line; … stands for omitted text', () => {
  expect(isShown('a\n…\nd', 'a\nb\nc\nd\n')).toBe(true);
  expect(isShown('a (…)\nd', 'a (12)\nd\n')).toBe(true);
  expect(isShown('a (…)\nd', 'a (12)\nb\nd\n')).toBe(false);
  expect(isShown('a\nc', 'a\nb\nc\n')).toBe(false);
});

test('spaces at the ends of lines do not count: pages have none', () => {
  expect(isShown('@@ -1 +1 @@\n\n-a', '@@ -1 +1 @@\n \n-a\n')).toBe(true);
});
