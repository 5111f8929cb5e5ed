import { templateProblem, withoutNeedlessAnchors } from '../../catalog/path-templates';
import { regexProblem } from '../../re2';

type Kind = 'prefix' | 'exact' | 'regex';

test.each<[kind: Kind, path: string, placeholder: string, help: string]>([
  ['prefix', '/saas/*', '*', 'write prefix: /saas/, which matches every path below it'],
  ['exact', '/saas/*', '*', 'write prefix: /saas/, which matches every path below it'],
  ['regex', '/saas/*', '*', 'write prefix: /saas/, which matches every path below it'],
  ['prefix', '/saas/**', '**', 'write prefix: /saas/, which matches every path below it'],
  ['exact', '/saas/*/items', '*', 'write regex: /saas/[^/]+/items'],
  ['exact', '/saas/**/items', '**', 'write regex: /saas/.*/items'],
  ['exact', '/saas/items/:id', ':id', 'write regex: /saas/items/[^/]+'],
  ['prefix', '/saas/v1.0/{id}/', '{id}', 'write regex: /saas/v1\\.0/[^/]+/.*'],
  ['exact', '/saas/{id}/:part', '{id}', 'write regex: /saas/[^/]+/[^/]+'],
  ['exact', '/saas/{id}/*', '{id}', 'write regex: /saas/[^/]+/.*'],
  ['exact', '/saas/{id}.json', '{id}', 'write regex: /saas/[^/]+\\.json'],
  ['exact', '/saas/{id:[^/]{3}}/x', '{id:[^/]{3}}', 'write regex: /saas/([^/]{3})/x'],
  ['exact', '/saas/:id([0-9]+)', ':id([0-9]+)', 'write regex: /saas/([0-9]+)'],
  ['exact', '/saas/{rest...}', '{rest...}', 'write regex: /saas/.*'],
  ['prefix', '/saas/{*rest}', '{*rest}', 'write regex: /saas/.*'],
  ['exact', '^/saas/:id$', ':id', 'write regex: /saas/[^/]+'],
  ['prefix', '^/saas/:id$', ':id', 'write regex: /saas/[^/]+'],
  ['regex', '^/saas/:id$', ':id', 'write regex: /saas/[^/]+'],
  ['regex', '/saas/[a-z]+/*', '*', 'write regex: /saas/[a-z]+/.*'],
  ['regex', '/saas/{id:[0-9]+}/.*', '{id:[0-9]+}', 'write regex: /saas/([0-9]+)/.*'],
])('%s %s has a placeholder of another router', (kind, path, placeholder, help) => {
  expect(templateProblem(path, kind)).toEqual([
    `has ${JSON.stringify(placeholder)}, which is no placeholder here`,
    help,
  ]);
});

test.each<[kind: Kind, path: string, help: string]>([
  ['exact', '^/saas/a$', 'write exact: /saas/a'],
  ['prefix', '^/saas/a$', 'write exact: /saas/a'],
  ['prefix', '^/saas/a', 'write prefix: /saas/a'],
  ['exact', '^/saas/[a-z]+$', 'write regex: /saas/[a-z]+'],
  ['prefix', '^/saas/[a-z]+', 'write regex: /saas/[a-z]+.*'],
  ['prefix', '/saas/.*', 'write prefix: /saas/'],
  ['exact', '/saas/.*', 'write prefix: /saas/'],
  ['exact', '/saas/[a-z]+/.*', 'write regex: /saas/[a-z]+/.*'],
  ['prefix', '/saas/(a|b)', 'write regex: /saas/(a|b).*'],
  ['exact', '/saas/[0-9]+$', 'write regex: /saas/[0-9]+'],
])('%s %s is a regex', (kind, path, help) => {
  expect(templateProblem(path, kind)).toEqual(['is written as a regex', help]);
});

test.each<[kind: Kind, path: string]>(
  [
    '*',
    '**',
    ':id',
    '{id}',
    '{id}.json',
    '{id:[0-9]+}',
    ':id/x',
    '*/x',
    '{a}-{b}',
    '{rest...}',
    '.*',
  ].flatMap((end): [Kind, string][] =>
    ['/saas/', '/saas/v1.0/', '^/saas/', '/saas/[a-z]+/', '/saas/(a|b)/'].flatMap((start): [Kind, string][] =>
      ['', '$'].flatMap((last): [Kind, string][] => [
        ['prefix', `${start}${end}${last}`],
        ['exact', `${start}${end}${last}`],
      ]),
    ),
  ),
)('what is to be written instead of %s %s is accepted', (kind, path) => {
  const [, help = ''] = templateProblem(path, kind) ?? [];
  const [, instead, text = ''] = /^write (prefix|exact|regex): ([^ ,]+)/.exec(help) ?? [];
  expect(['prefix', 'exact', 'regex']).toContain(instead);
  expect(text).toMatch(/^\/saas\//);
  expect(templateProblem(text, instead as Kind)).toBeUndefined();
  expect(instead === 'regex' ? regexProblem(text) : undefined).toBeUndefined();
  expect(withoutNeedlessAnchors(text)).toBeUndefined();
});

test.each<[regex: string, instead: string | undefined]>([
  ['^/saas/[a-z]+$', '/saas/[a-z]+'],
  ['^/saas/(a|b)$', '/saas/(a|b)'],
  ['^/saas/[|]x', '/saas/[|]x'],
  ['/saas/a$', '/saas/a'],
  ['^/saas/a|/saas/b$', undefined],
  ['/saas/a\\$', undefined],
  ['/saas/[$]', undefined],
  ['/saas/a', undefined],
])('the regex %s without needless anchors is %s', (regex, instead) => {
  expect(withoutNeedlessAnchors(regex)).toBe(instead);
});

test.each<[kind: Kind, path: string]>([
  ['exact', '/saas/a$'],
  ['exact', '/saas/a.b*'],
  ['exact', '/saas/(a)'],
  ['regex', '/saas/\\{id\\}'],
  ['regex', '/saas/\\{id}'],
  ['regex', '/saas/\\p{Greek}\\x{41}'],
  ['regex', '/saas/(?:a|b)'],
  ['regex', '^/saas/(a|b)$'],
  ['exact', '/saas/items:batch'],
  ['exact', '/saas/a*b'],
  ['prefix', '/saas/:'],
  ['regex', '/saas/.*'],
  ['regex', '/saas/[a-z]{2}/x'],
  ['regex', '/saas/a*'],
])('%s %s is what it says', (kind, path) => {
  expect(templateProblem(path, kind)).toBeUndefined();
});
