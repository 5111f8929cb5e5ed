import {
  asks,
  byHeader,
  cases,
  GET,
  NOW,
  on,
  only,
  prefix,
  vs,
  type ContractCase,
} from './contract-builders';
import { PATHS, REGEXES } from './contract-paths';
import { TABLES } from './contract-tables';

export type { ContractCase } from './contract-builders';

const headers = (asked: object): object => prefix('/f', { headers: asked });
const withoutHeaders = (asked: object): object => prefix('/f', { withoutHeaders: asked });
const query = (asked: object): object => prefix('/f', { queryParams: asked });
const CONDITIONS: readonly ContractCase[][] = [
  cases(
    'methods',
    NOW,
    [
      vs(
        'a',
        on(
          prefix('/', GET),
          prefix('/', { method: { regex: 'PU' } }),
          prefix('/', { method: { prefix: 'P' } }),
        ),
      ),
    ],
    asks({ '/x': 'a' }),
    asks({ '/x': 'a 0.2' }, { method: 'POST' }),
    asks({ '/x': 'a 0.2' }, { method: 'PUT' }),
    asks({ '/x': '-' }, { method: 'get' }),
  ),
  cases(
    'a scheme',
    NOW,
    only({ scheme: { exact: 'https' } }),
    asks({ '/x': '-' }),
    asks({ '/x': 'a' }, { scheme: 'https' }),
  ),
  cases(
    'an authority is compared as sent, the virtual host without case and port',
    NOW,
    [
      vs(
        'a',
        on({ authority: { exact: 'h.example' } }),
        on({ authority: { regex: 'h\\.example:\\d+' } }),
        on({ authority: { prefix: 'H.' } }),
      ),
    ],
    asks({ '/': 'a' }),
    asks({ '/': 'a 1.0' }, { host: 'h.example:8080' }),
    asks({ '/': 'a 2.0' }, { host: 'H.EXAMPLE' }),
    asks({ '/': '-' }, { host: 'h.EXAMPLE' }),
  ),
  cases(
    'a header: exact',
    NOW,
    only(headers({ 'x-a': { exact: 'One' } })),
    byHeader({ One: 'a', one: '-', One1: '-', none: '-' }),
  ),
  cases(
    'a header: a prefix',
    NOW,
    only(headers({ 'x-a': { prefix: 'b' } })),
    byHeader({ beta: 'a', a: '-', none: '-' }),
  ),
  cases(
    'a header: a regex',
    NOW,
    only(headers({ 'x-a': { regex: 'b.t' } })),
    byHeader({ bet: 'a', beta: '-', none: '-' }),
  ),
  cases(
    'a header: {} is presence',
    `1.18.7 ${NOW}`,
    only(headers({ 'x-a': {} })),
    byHeader({ x: 'a', '': 'a', none: '-' }),
  ),
  cases(
    'a header: null is presence',
    `1.6.14 ${NOW}`,
    only(headers({ 'x-a': null })),
    byHeader({ x: 'a', '': 'a', none: '-' }),
  ),
  cases(
    'a header: the regex * is presence',
    `1.6.14 ${NOW}`,
    only(headers({ 'x-a': { regex: '*' } })),
    byHeader({ x: 'a', '': 'a', none: '-' }),
  ),
  cases(
    'names of headers have no case',
    NOW,
    [vs('a', on(headers({ 'X-Team': { exact: '1' } })), on(headers({ 'x-kind': { exact: '1' } })))],
    asks({ '/f': 'a' }, { headers: { 'x-team': '1' } }),
    asks({ '/f': 'a 1.0' }, { headers: { 'X-KIND': '1' } }),
  ),
  cases(
    'all headers must hold',
    NOW,
    only(headers({ 'x-a': { exact: '1' }, 'x-b': { prefix: '2' } })),
    asks({ '/f': 'a' }, { headers: { 'x-a': '1', 'x-b': '23' } }),
    asks({ '/f': '-', '/x': '-' }, { headers: { 'x-a': '1', 'x-b': '3' } }),
    byHeader({ 1: '-' }),
  ),
  ...Object.entries({
    '1.5.4': byHeader({ 1: 'a', 2: 'a', none: 'a' }),
    '1.6.14 1.21.6': byHeader({ 1: '-', 2: 'a', '': 'a', none: '-' }),
    [`1.22.8 ${NOW}`]: byHeader({ 1: '-', 2: 'a', '': 'a', none: 'a' }),
  }).map(([istio, asked]) =>
    cases('without a value of a header', istio, only(withoutHeaders({ 'x-a': { exact: '1' } })), asked),
  ),
  ...Object.entries({
    '1.5.4': byHeader({ 1: 'a', none: 'a' }),
    '1.21.6': byHeader({ 1: '-', '': '-', 2: 'a', none: '-' }),
    [NOW]: byHeader({ 1: '-', '': '-', 2: 'a', none: '-' }),
  }).map(([istio, asked]) =>
    cases(
      'without a regex that takes the empty text',
      istio,
      only(withoutHeaders({ 'x-a': { regex: '1?' } })),
      asked,
    ),
  ),
  ...[{}, null, { regex: '*' }].map((any) =>
    cases(
      'without a header: absent',
      `1.6.14 1.21.6 ${NOW}`,
      only(withoutHeaders({ 'X-A': any })),
      byHeader({ x: '-', '': '-', none: 'a' }),
    ),
  ),
  cases(
    'without a prefix',
    NOW,
    only(withoutHeaders({ 'x-a': { prefix: '1' } })),
    byHeader({ 12: '-', 2: 'a', none: 'a' }),
  ),
  cases(
    'with one header and without another',
    NOW,
    only(prefix('/f', { headers: { 'x-a': {} }, withoutHeaders: { 'x-b': { exact: '1' } } })),
    byHeader({ x: 'a', none: '-' }),
    asks({ '/f': '-' }, { headers: { 'x-a': 'x', 'x-b': '1' } }),
    asks({ '/f': 'a' }, { headers: { 'x-a': 'x', 'x-b': '2' } }),
  ),
  cases(
    'a query parameter',
    `1.3.8 ${NOW}`,
    only(query({ q: { exact: '1' } })),
    asks({ '/f?q=1': 'a', '/f?q=2': '-', '/f': '-', '/f?x=2&q=1': 'a', '/f?Q=1': '-', '/f?xq=1': '-' }),
  ),
  cases(
    'a query parameter: its first value',
    NOW,
    only(query({ q: { exact: '1' } })),
    asks({ '/f?q=1&q=2': 'a', '/f?q=2&q=1': '-' }),
  ),
  cases(
    'a query parameter: undecoded',
    NOW,
    only(query({ q: { exact: 'a b' } })),
    asks({ '/f?q=a%20b': '-', '/f?q=a+b': '-' }),
  ),
  cases(
    'a query parameter: as written',
    NOW,
    only(query({ q: { exact: 'a%20b' } })),
    asks({ '/f?q=a%20b': 'a', '/f?%71=a%20b': '-' }),
  ),
  cases(
    'a query parameter: empty',
    NOW,
    only(query({ q: { exact: '' } })),
    asks({ '/f?q': 'a', '/f?q=': 'a', '/f?q=1': '-', '/f': '-' }),
  ),
  cases(
    'a query parameter: a regex',
    NOW,
    only(query({ q: { regex: 'v\\d' } })),
    asks({ '/f?q=v1': 'a', '/f?q=v12': '-', '/f?q': '-' }),
  ),
  cases(
    'a query parameter: there',
    `1.17.8 ${NOW}`,
    only(query({ q: {} })),
    asks({ '/f?q': 'a', '/f?q=1': 'a', '/f?r=q': '-', '/f': '-' }),
  ),
  cases(
    'a query parameter: the regex * is presence',
    NOW,
    only(query({ q: { regex: '*' } })),
    asks({ '/f?q': 'a', '/f?q=1': 'a', '/f': '-' }),
  ),
  cases(
    'a query parameter: a prefix is presence',
    '1.3.8 1.17.8',
    only(query({ q: { prefix: 'v' } })),
    asks({ '/f?q=x': 'a', '/f?q': 'a', '/f': '-' }),
  ),
  cases(
    'a query parameter: a prefix',
    `1.18.7 ${NOW}`,
    only(query({ q: { prefix: 'v' } })),
    asks({ '/f?q=x': '-', '/f?q=v1': 'a', '/f': '-' }),
  ),
  cases(
    'a query parameter: not known',
    '1.2.2',
    only(query({ q: { exact: '1' } })),
    asks({ '/f': 'a', '/f?q=2': 'a', '/f?q=1': 'a' }),
  ),
  cases(
    'all parameters must be there',
    NOW,
    only(query({ q: { exact: '1' }, r: {} })),
    asks({ '/f?r&q=1': 'a', '/f?q=1': '-', '/f?r=1': '-' }),
  ),
];

/** What every implementation must answer. */
export const CONTRACT_CASES: readonly ContractCase[] = [
  ...PATHS,
  ...REGEXES,
  ...CONDITIONS,
  ...TABLES,
].flat();
