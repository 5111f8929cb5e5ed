import fc from 'fast-check';
import { renderGithub, visibleText, type Finding } from '../../findings';

const finding: Finding = {
  code: 'KF202',
  severity: 'error',
  message: 'routes is text',
  help: 'write a list',
  places: [
    { file: 'functions/a/b.yaml', line: 2, column: 3 },
    { file: 'functions/a/c.yaml', line: 4, column: 5 },
  ],
};

/** Reads a command as GitHub's runner does: up to the second `::` the properties, behind it the data. */
function read(line: string): { command: string; properties: Record<string, string>; data: string } {
  const end = line.indexOf('::', 2);
  const [command = '', properties = ''] = line.slice(2, end).split(/ (.*)/s);
  const undoData = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const undoProperty = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), undoProperty(pair.slice(equals + 1))];
  });
  return { command, properties: Object.fromEntries(pairs), data: undoData(line.slice(end + 2)) };
}

test('a finding is one command at its first place', () => {
  expect(renderGithub([finding])).toBe(
    '::error file=functions/a/b.yaml,line=2,col=3,title=KF202 wrong type::routes is text%0Ahelp: write a list\n',
  );
});

test('a request that shows the finding is told last', () => {
  const witness = { method: 'GET', path: '/100%', headers: { a: 'b' }, query: {} };
  expect(renderGithub([{ ...finding, witness }])).toBe(
    '::error file=functions/a/b.yaml,line=2,col=3,title=KF202 wrong type::' +
      "routes is text%0Ahelp: write a list%0Arequest: GET /100%25 -H 'a: b'\n",
  );
});

test('warnings and notes have commands of their own', () => {
  const findings = (['warning', 'note'] as const).map((severity) => ({ ...finding, severity }));
  expect(
    renderGithub(findings)
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['::warning', '::notice', '']);
});

test('a finding without a place names no file', () => {
  expect(renderGithub([{ ...finding, places: [] }])).toBe(
    '::error title=KF202 wrong type::routes is text%0Ahelp: write a list\n',
  );
});

test('no finding is no line', () => expect(renderGithub([])).toBe(''));

test('text cannot start another command or property', () => {
  const hostile: Finding = {
    ...finding,
    message: 'a\r\n::set-env name=PATH::x %0A, b: "c"',
    help: '\n::stop-commands::x',
    places: [{ file: 'a b,line=9::,x\n%3A ö.yaml', line: 2, column: 3 }],
  };
  expect(renderGithub([hostile])).toBe(
    '::error file=a b%2Cline=9%3A%3A%2Cx\\n%253A ö.yaml,line=2,col=3,title=KF202 wrong type::' +
      'a\\u000d\\n::set-env name=PATH::x %250A, b: "c"%0Ahelp: \\n::stop-commands::x\n',
  );
});

test.each([
  ['ESC', '\u001b[2J', '\\u001b[2J'],
  ['BEL', '\u0007', '\\u0007'],
  ['C1', '\u009b31m', '\\u009b31m'],
  ['a turn of the direction of writing', 'a\u202eb', 'a\\u202eb'],
])('%s in a name does not reach the log', (_, text, shown) => {
  const line = renderGithub([
    { ...finding, message: text, help: text, places: [{ file: text, line: 1, column: 1 }] },
  ]);
  expect(line).toBe(`::error file=${shown},line=1,col=1,title=KF202 wrong type::${shown}%0Ahelp: ${shown}\n`);
});

test('whatever the text is, the runner reads it back, in one line, with all that is in it to be seen', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('%', '2', '5', '0', 'A', 'D', ':', ',', '=', ' ', '\r', '\n', '"') }),
  );
  fc.assert(
    fc.property(text, text, text, (message, help, file) => {
      const line = renderGithub([{ ...finding, message, help, places: [{ file, line: 1, column: 1 }] }]);
      expect(line).toMatch(/^[^\r\n]*\n$/);
      expect(read(line.slice(0, -1))).toEqual({
        command: 'error',
        properties: { file: visibleText(file), line: '1', col: '1', title: 'KF202 wrong type' },
        data: `${visibleText(message)}\nhelp: ${visibleText(help)}`,
      });
    }),
  );
});

test('thirty thousand findings are thirty thousand lines', () => {
  const many = Array.from({ length: 30_000 }, (_, index) => ({ ...finding, message: `finding ${index}` }));
  const lines = renderGithub(many).trimEnd().split('\n');
  expect(lines).toHaveLength(30_000);
  expect(lines.at(-1)).toContain('::finding 29999%0A');
});
