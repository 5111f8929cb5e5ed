import { readFileSync } from 'node:fs';
import { FINDING_CODES, sortedFindings, renderHuman, summary, type Finding } from '../../findings';

const finding: Finding = {
  code: 'KF201',
  severity: 'error',
  message: 'unknown field "a"',
  help: 'leave it out',
  places: [{ file: 'functions/a/b.yaml', line: 2, column: 3 }],
};

test('every code has a section in docs/findings.md, and no section is without its code', () => {
  const sections = [...readFileSync('docs/findings.md', 'utf8').matchAll(/^## (KF\d+): (.*)$/gm)];
  expect(Object.fromEntries(sections.map(([, code, title]) => [code, title]))).toEqual(FINDING_CODES);
});

test('findings are shown by file, line and column, each once', () => {
  const at = (file: string, line: number, column: number): Finding => ({
    ...finding,
    places: [{ file, line, column }],
  });
  const shuffled = [at('b', 1, 1), at('a', 10, 1), at('a', 9, 2), at('a', 9, 1), at('a', 9, 2)];
  expect(
    sortedFindings(shuffled).map(({ places: [place] }) => `${place?.file}:${place?.line}:${place?.column}`),
  ).toEqual(['a:9:1', 'a:9:2', 'a:10:1', 'b:1:1']);
});

test('findings are counted by severity', () => {
  expect(summary([])).toBe('no findings');
  expect(summary([finding, { ...finding, severity: 'note' }, finding])).toBe('2 errors, 1 note');
});

test('text of the catalog cannot steer the terminal', () => {
  const hostile = { ...finding, message: 'a \u001b[2J\u0007\u202e b' };
  expect(renderHuman([hostile])).toContain('error KF201 a \\u001b[2J\\u0007\\u202e b\n');
});

test('colour says nothing that the words do not', () => {
  const colored = renderHuman([finding], { color: true });
  expect(colored).toContain('\u001b[31merror\u001b[39m');
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderHuman([finding]));
});
