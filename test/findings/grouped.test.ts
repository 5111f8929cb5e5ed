import fc from 'fast-check';
import { renderHuman, type Finding, type Severity } from '../../findings';
import { byRunLength } from '../properties/run-length';

function at(file: string, line: number, more: Partial<Finding> = {}): Finding {
  const place = { file, line, column: 1 };
  return { code: 'KF618', severity: 'note', message: `m${line}`, help: 'h', places: [place], ...more };
}

const many = (count: number, file: string, more: Partial<Finding> = {}): Finding[] =>
  Array.from({ length: count }, (_, index) => at(file, index + 1, more));

const grouped = (findings: readonly Finding[]) => renderHuman(findings, { grouped: true });

test('alike findings about one folder are one group: three in full, then a line each', () => {
  expect(grouped(many(6, 'demo/a.yaml'))).toBe(
    [
      '6 notes KF618 in demo: a Gateway that is not in the input',
      '',
      ...[1, 2, 3].flatMap((line) => [`demo/a.yaml:${line}:1 note KF618 m${line}`, '  help: h', '']),
      '  and 3 more KF618 in demo, with the same help:',
      '  demo/a.yaml:4:1 m4',
      '  demo/a.yaml:5:1 m5',
      '  demo/a.yaml:6:1 m6',
      '',
    ].join('\n'),
  );
});

test('of many warnings and notes, some are counted', () => {
  const text = grouped(many(30, 'demo/a.yaml'));
  expect(text).toContain('  demo/a.yaml:13:1 m13\n  and 17 more, which -o json lists\n');
  expect(text).not.toContain('m14');
});

test('errors all have their places and their requests', () => {
  const witness = { method: 'GET', path: '/x', headers: {}, query: {} };
  const places = [
    { file: 'demo/a.yaml', line: 7, column: 1 },
    { file: 'demo/b.yaml', line: 8, column: 1 },
  ];
  const errors = [
    ...many(29, 'demo/a.yaml', { severity: 'error' }),
    at('demo/a.yaml', 99, { severity: 'error', places, witness }),
  ];
  const text = grouped(errors);
  expect(text).toContain('30 errors KF618 in demo: ');
  expect(text).toContain('\n  demo/a.yaml:29:1 m29\n');
  expect(text).toContain('\n  demo/a.yaml:7:1 m99\n    also at demo/b.yaml:8:1\n    request: GET /x\n');
  expect(text).not.toContain('which -o json lists');
});

test.each([
  ['five', many(5, 'demo/a.yaml')],
  ['in two folders', [...many(5, 'a/a.yaml'), ...many(5, 'b/a.yaml')]],
  ['with another next step', [...many(5, 'a/a.yaml'), ...many(5, 'a/a.yaml', { help: 'other' })]],
  ['of another severity', [...many(5, 'a/a.yaml'), ...many(5, 'a/a.yaml', { severity: 'warning' })]],
  ['without places', many(9, 'a/a.yaml', { places: [] })],
])('findings are shown one by one: %s', (_, findings) => {
  expect(grouped(findings)).toBe(renderHuman(findings));
});

test('a group is where its first finding was, and standard input has no folder', () => {
  const other = at('b.yaml', 1, { code: 'KF607' });
  const [first, ...rest] = many(6, '<stdin>');
  const text = grouped([first as Finding, other, ...rest]);
  expect(text.startsWith('6 notes KF618: a Gateway that is not in the input\n')).toBe(true);
  expect(text.endsWith('b.yaml:1:1 note KF607 m1\n  help: h\n')).toBe(true);
});

test('no error, no count and no help is lost', () => {
  const finding = fc
    .record({
      file: fc.constantFrom('a/x.yaml', 'b/x.yaml', 'x.yaml'),
      line: fc.nat(99),
      code: fc.constantFrom('KF601' as const, 'KF618' as const),
      severity: fc.constantFrom<Severity>('error', 'error', 'note'),
      help: fc.constantFrom('h', 'i'),
    })
    .map(({ file, line, ...more }) => at(file, line, more));
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 80 }), (findings) => {
      const text = grouped(findings);
      const lines = text.split('\n');
      const hidden = [...text.matchAll(/and (\d+) more, which/g)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
      expect(lines.filter((line) => /^ *\S*x\.yaml:/.test(line))).toHaveLength(findings.length - hidden);
      for (const { severity, places, message, help } of findings) {
        const { file = '', line = 0 } = places[0] ?? {};
        if (severity === 'error') expect(text).toMatch(new RegExp(`${file}:${line}:1 .*${message}`));
        expect(text).toContain(`  help: ${help}\n`);
      }
    }),
    { numRuns: byRunLength({ quick: 100, long: 2_000 }) },
  );
});
