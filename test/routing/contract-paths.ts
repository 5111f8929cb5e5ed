import { asks, cases, exact, NOW, on, only, POST, prefix, regex, ROUTE, vs } from './contract-builders';
import type { ContractCase } from './contract-builders';

/** What a path matches. */
export const PATHS: readonly ContractCase[][] = [
  cases(
    'a prefix is plain text',
    NOW,
    only(prefix('/foo')),
    asks({ '/foo': 'a', '/foobar': 'a', '/foo/x': 'a' }),
  ),
  cases(
    'a prefix starts at the start',
    NOW,
    only(prefix('/foo')),
    asks({ '/fo': '-', '/x/foo': '-', '//foo': '-' }),
  ),
  cases('a slash at the end of a prefix', NOW, only(prefix('/foo/')), asks({ '/foo/': 'a', '/foo': '-' })),
  cases(
    'an exact path',
    NOW,
    only(exact('/foo')),
    asks({ '/foo': 'a', '/foo/': '-', '/foobar': '-', '/': '-' }),
  ),
  cases(
    'an exact path with a slash at its end',
    NOW,
    only(exact('/foo/')),
    asks({ '/foo/': 'a', '/foo': '-' }),
  ),
  cases('the exact path /', NOW, only(exact('/')), asks({ '/': 'a', '/?x=1': 'a', '/x': '-', '//': '-' })),
  cases('exact: no query', NOW, only(exact('/foo')), asks({ '/foo?x=1': 'a', '/foo?': 'a', '/?/foo': '-' })),
  cases('prefix: no query', NOW, only(prefix('/f/b')), asks({ '/f/b?x': 'a', '/f?/b': '-', '/f/?b': '-' })),
  cases(
    'regex: no query',
    NOW,
    only(regex('/f/[0-9]+')),
    asks({ '/f/12?x=a': 'a', '/f?/1': '-', '/f/1a': '-' }),
  ),
  cases(
    'a regex matches whole',
    NOW,
    only(regex('/foo')),
    asks({ '/foo': 'a', '/foo/': '-', '/x/foo': '-' }),
  ),
  cases('case counts', NOW, only(prefix('/Foo')), asks({ '/Foo': 'a', '/foo': '-', '/FOO': '-' })),
  cases(
    'ignoreUriCase folds a prefix',
    `1.3.8 ${NOW}`,
    only(prefix('/fOo', { ignoreUriCase: true })),
    asks({ '/FOObar': 'a', '/foo': 'a', '/FO': '-' }),
  ),
  cases(
    'ignoreUriCase folds an exact path',
    NOW,
    only(exact('/foo', { ignoreUriCase: true })),
    asks({ '/FOO': 'a', '/FOO/': '-' }),
  ),
  cases(
    'ignoreUriCase never folds a regex',
    NOW,
    only(regex('/foo', { ignoreUriCase: true })),
    asks({ '/FOO': '-', '/foo': 'a' }),
  ),
  cases(
    'ignoreUriCase is not known',
    '1.2.2',
    only(prefix('/f', { ignoreUriCase: true })),
    asks({ '/F': '-', '/f': 'a' }),
  ),
  cases(
    'slashes are not merged',
    NOW,
    only(prefix('/a/b')),
    asks({ '/a//b': '-', '/a/b': 'a', '/a/b//': 'a' }),
  ),
  cases('escapes are kept', NOW, only(exact('/a%2Fb')), asks({ '/a%2Fb': 'a', '/a/b': '-', '/a%2fb': '-' })),
  cases(
    'a prefix before what it covers',
    NOW,
    [vs('a', on(prefix('/foo')), on(exact('/foo/x')), on(regex('/foo/.*')), on(prefix('/foo/y')))],
    asks({ '/foo/x': 'a', '/foo/y': 'a', '/foo/z': 'a', '/fo': '-' }),
  ),
  cases(
    'the narrow before the wide',
    NOW,
    [vs('a', on(exact('/f/x')), on(regex('/f/[0-9]')), on(prefix('/f/')), on(prefix('/f')))],
    asks({ '/f/x': 'a', '/f/1': 'a 1.0', '/f/': 'a 2.0', '/f': 'a 3.0', '/f/12': 'a 2.0' }),
  ),
  cases(
    'matches of one rule',
    NOW,
    [vs('a', on(prefix('/a'), exact('/b'), prefix('/b')))],
    asks({ '/a': 'a', '/b': 'a 0.1', '/bb': 'a 0.2', '/c': '-' }),
  ),
  cases('a rule without match', NOW, [vs('a', on())], asks({ '/': 'a', '/x': 'a', '/x/y?z': 'a' })),
  cases('a rule with no matches', NOW, [vs('a', { match: [], ...ROUTE })], asks({ '/': 'a', '/x': 'a' })),
  cases(
    'a match without path',
    NOW,
    only(POST),
    asks({ '/x': '-' }),
    asks({ '/x': 'a' }, { method: 'POST' }),
  ),
  cases('no rule', NOW, [vs('a')], asks({ '/': '-' })),
  cases(
    'redirects and direct responses are routes like others',
    NOW,
    [
      vs(
        'a',
        { match: [exact('/old')], redirect: { uri: '/new', redirectCode: 308 } },
        { match: [prefix('/gone')], directResponse: { status: 410 } },
        on(prefix('/')),
      ),
    ],
    asks({ '/old': 'a', '/gone/x': 'a 1.0', '/old/': 'a 2.0' }),
  ),
];

/** What a regex matches, and what not. */
export const REGEXES: readonly ContractCase[][] = [
  cases(
    'a word boundary',
    NOW,
    only(regex('/foo\\b.*')),
    asks({ '/foo': 'a', '/foo/x': 'a', '/foo-bar': 'a', '/foobar': '-', '/foo_x': '-' }),
  ),
  cases('no word boundary', NOW, only(regex('/a\\B.*')), asks({ '/ab': 'a', '/a': '-', '/a/': '-' })),
  cases('(?i)', NOW, only(regex('(?i)/foo')), asks({ '/FOO': 'a', '/foo': 'a', '/FOO/': '-' })),
  cases('(?i:) in a part', NOW, only(regex('/(?i:f)oo')), asks({ '/Foo': 'a', '/foo': 'a', '/fOo': '-' })),
  cases(
    'alternatives are anchored',
    NOW,
    only(regex('/a|/b')),
    asks({ '/a': 'a', '/b': 'a', '/ab': '-', '/a/b': '-' }),
  ),
  cases(
    'any alternative may match whole',
    NOW,
    only(regex('/a|/ab')),
    asks({ '/a': 'a', '/ab': 'a', '/abb': '-' }),
  ),
  cases('anchors at the ends', NOW, only(regex('^/a$')), asks({ '/a': 'a', '/ab': '-', '/x/a': '-' })),
  cases('anchors in alternatives', NOW, only(regex('/a$|^/b')), asks({ '/a': 'a', '/b': 'a', '/bc': '-' })),
  cases('an anchor in the middle', NOW, only(regex('/a^b')), asks({ '/ab': '-', '/a^b': '-', '/a': '-' })),
  cases('counts', NOW, only(regex('/[ab]{2,3}')), asks({ '/a': '-', '/ab': 'a', '/aba': 'a', '/abab': '-' })),
  cases(
    'a count of none',
    NOW,
    only(regex('/x{0}y{1,}')),
    asks({ '/y': 'a', '/yy': 'a', '/xy': '-', '/': '-' }),
  ),
  cases('one segment', NOW, only(regex('/[^/]+/x')), asks({ '/a/x': 'a', '/a/b/x': '-', '//x': '-' })),
  cases('a dot is any letter', NOW, only(regex('/a.c')), asks({ '/abc': 'a', '/a/c': 'a', '/ac': '-' })),
  cases(
    'a lazy repeat still takes all',
    NOW,
    only(regex('/a.*?')),
    asks({ '/abc': 'a', '/a': 'a', '/b': '-' }),
  ),
  cases('escaped letters', NOW, only(regex('/a\\.b\\d?')), asks({ '/a.b': 'a', '/a.b1': 'a', '/axb': '-' })),
  cases(
    'an option',
    NOW,
    only(regex('/foo(/.*)?')),
    asks({ '/foo': 'a', '/foo/': 'a', '/foo/x': 'a', '/foox': '-' }),
  ),
  cases(
    'what RE2 does not compile matches nothing',
    NOW,
    [vs('a', on(regex('/(?=a)a')), on(regex('*')), on(regex('/(a')), on(prefix('/a')))],
    asks({ '/a': 'a 3.0', '/(a': '-' }),
  ),
];
