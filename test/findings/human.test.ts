import { renderHuman, type Finding } from '../../findings';

const finding: Finding = {
  code: 'KF405',
  severity: 'error',
  message: 'a and b both answer',
  help: 'keep one',
  places: [
    { file: 'a.yaml', line: 2, column: 3 },
    { file: 'b.yaml', line: 1, column: 1, object: 'saas/b' },
  ],
  witness: { method: 'GET', path: '/faas/x', headers: { 'x-tenant': 'kjl-a' }, query: {} },
};

const sources = new Map([
  ['a.yaml', 'routes:\n  - here\n'],
  ['b.yaml', 'there: 1\r\n'],
]);
const source = (file: string): string | undefined => sources.get(file);

test('each place is quoted, and the request stands between them and the help', () => {
  expect(renderHuman([finding], { source })).toBe(
    [
      'a.yaml:2:3 error KF405 a and b both answer',
      '  2 |   - here',
      '    |   ^',
      '  also at b.yaml:1:1',
      '  1 | there: 1',
      '    | ^',
      "  request: GET /faas/x -H 'x-tenant: kjl-a'",
      '  help: keep one',
      '',
    ].join('\n'),
  );
});

test('places of files or lines that are not known are named without a quote', () => {
  const places = [
    { file: 'gone.yaml', line: 1, column: 1 },
    { file: 'a.yaml', line: 99, column: 1 },
  ];
  expect(renderHuman([{ ...finding, places }], { source })).toBe(
    [
      'gone.yaml:1:1 error KF405 a and b both answer',
      '  also at a.yaml:99:1',
      "  request: GET /faas/x -H 'x-tenant: kjl-a'",
      '  help: keep one',
      '',
    ].join('\n'),
  );
});

test('a finding without places and without a witness has neither line', () => {
  const bare: Finding = { ...finding, places: [], witness: undefined };
  expect(renderHuman([bare], { source })).toBe('error KF405 a and b both answer\n  help: keep one\n');
});

test('neither a request nor a quoted line nor a file name can steer the terminal', () => {
  const hostile: Finding = {
    ...finding,
    places: [...finding.places, { file: 'c\u001b]0;.yaml', line: 1, column: 5 }],
    witness: {
      method: 'GET\u0007',
      path: '/\u001b[2J\n::error::',
      headers: { a: '\u202eb\u0085' },
      query: { 'q\r': '\u2028' },
    },
  };
  const text = renderHuman([hostile], { source: () => 'abc\u001b[31m' });
  expect(text).toContain('  also at c\\u001b]0;.yaml:1:5\n  1 | abc\\u001b[31m\n    |          ^\n');
  expect(text).toContain(
    "  request: $'GET\\u0007' $'/\\u001b[2J\\u000a::error::?q\\u000d=\\u2028' -H $'a: \\u202eb\\u0085'\n",
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
});

test('a long file is taken apart once, however many findings speak of it', () => {
  const lines = 30_000;
  const long = Array.from({ length: lines }, (_, index) => `key${index}: value`).join('\n');
  let reads = 0;
  const findings = Array.from({ length: lines }, (_, index): Finding => {
    return { ...finding, places: [{ file: 'long.yaml', line: index + 1, column: 1 }] };
  });
  const text = renderHuman(findings, {
    source: () => {
      reads += 1;
      return long;
    },
  });
  expect(reads).toBe(1);
  expect(text).toContain('long.yaml:30000:1 error KF405 a and b both answer\n  30000 | key29999: value\n');
});
