import { execFileSync } from 'node:child_process';
import { spellRequest, type Witness } from '../../findings';

const request: Witness = { method: 'GET', path: '/faas/api/saas/x', headers: {}, query: {} };

test.each<[what: string, witness: Partial<Witness>, spelled: string]>([
  ['a path alone', {}, 'GET /faas/api/saas/x'],
  ['another method', { method: 'POST' }, 'POST /faas/api/saas/x'],
  [
    'a query parameter and a header',
    { query: { color: 'red' }, headers: { 'x-tenant': 'kjl-a' } },
    "GET /faas/api/saas/x?color=red -H 'x-tenant: kjl-a'",
  ],
  [
    'several of them, in their order',
    { query: { b: '1', a: '' }, headers: { host: 'example.com', accept: '*/*' } },
    "GET '/faas/api/saas/x?b=1&a=' -H 'host: example.com' -H 'accept: */*'",
  ],
  [
    'a query that is encoded, and one that only should be',
    { query: { a: '%20', b: '+/ö' } },
    "GET '/faas/api/saas/x?a=%20&b=+/ö'",
  ],
  ['a header without a value', { headers: { 'x-a': '' } }, "GET /faas/api/saas/x -H 'x-a: '"],
  [
    'a scheme',
    { scheme: 'https', headers: { a: 'b' } },
    "GET /faas/api/saas/x -H ':scheme: https' -H 'a: b'",
  ],
  ['a path that a shell would read', { path: '/a;$(x)`y`*' }, "GET '/a;$(x)`y`*'"],
  ['single quotes', { path: "/it's", headers: { a: "'" } }, "GET '/it'\\''s' -H 'a: '\\'''"],
  ['a method that a shell would read', { method: 'A|B' }, "'A|B' /faas/api/saas/x"],
  ['no method', { method: '' }, "'' /faas/api/saas/x"],
  ['line ends', { headers: { a: "b\r\nc'\\" } }, "GET /faas/api/saas/x -H $'a: b\\u000d\\u000ac\\'\\\\'"],
  ['an escape sequence', { path: '/\u001b[2J\u009b' }, "GET $'/\\u001b[2J\\u009b'"],
  ['text that runs backwards', { path: '/\u202ea\u2028' }, "GET $'/\\u202ea\\u2028'"],
  ['characters that nobody sees', { path: '/\u200b\u{e0041}' }, "GET $'/\\u200b\\U000e0041'"],
  ['half a character', { path: '/\ud800' }, "GET $'/\\ud800'"],
])('a request with %s is spelled in one line', (_, witness, spelled) => {
  expect(spellRequest({ ...request, ...witness })).toBe(spelled);
});

test.each(Array.from(' !"#$&\'()*;<>[\\]^`{|}~'))('a path with %j alone is quoted', (char) => {
  expect(spellRequest({ ...request, path: `/${char}` })).toMatch(/^GET '\/.*'$/);
});

test('a shell takes the line apart into the words that are meant', () => {
  const hostile = [
    'plain',
    'two words',
    "it's",
    '"; rm -rf /; echo "',
    '$(id) `id` ${HOME} $HOME',
    '\\',
    "\\'\\n",
    'a\nb\r\tc',
    "\u0001'\u001b[2J\\u0041",
    '\u0085f00\u202ed\u{e0041}1',
    '? * [a-z] {a,b} ~ ! # & | < > ( )',
    'größe 🎉',
  ];
  const lines = hostile.map((text) =>
    spellRequest({ method: text, path: `/${text}`, query: { [text]: text }, headers: { [text]: text } }),
  );
  const words = execFileSync('bash', ['-c', lines.map((line) => `printf '%s\\0' ${line}`).join('\n')], {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    encoding: 'utf8',
  });
  expect(lines.filter((line) => /[\r\n\u001b]/.test(line))).toEqual([]);
  expect(words.split('\0').slice(0, -1)).toEqual(
    hostile.flatMap((text) => [text, `/${text}?${text}=${text}`, '-H', `${text}: ${text}`]),
  );
});
