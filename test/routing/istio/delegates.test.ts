import { routingRulesOf } from '../../../platform';
import { checkTables, referenceTo, routeTables } from '../../../routing';
import { exact, NOW, prefix, regex, ROUTE, RULES, vs } from '../contract-builders';
import { delegateOf, delegatingRule } from '../gateway-builders';

function tablesBy(istio: string, objects: readonly unknown[]) {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  const tables = routeTables(objects, rules);
  return { ...tables, checked: checkTables(tables, rules) };
}

/** The verdict, and what is reported. */
function judged(objects: readonly unknown[], istio = NOW) {
  const { checked } = tablesBy(istio, objects);
  return {
    verdicts: checked.tables.map(({ orderIndependent }) => orderIndependent),
    problems: checked.problems.map(({ severity, code }) => `${severity} ${code}`),
  };
}

/** The routes of the only table: where each is written, and its path. */
function routesOf(...objects: readonly unknown[]) {
  const [table] = tablesBy(NOW, objects).tables;
  const { list } = table?.listeners[0] ?? {};
  return list?.routes.map((route) => {
    const { virtualService, rule, match } = referenceTo(list, route);
    const { path } = route;
    const text =
      path.kind === 'values' ? path.values.join() : path.kind === 'prefix' ? `${path.text}*` : path.kind;
    return `${virtualService} ${rule}.${match} ${text}`;
  });
}

const rule = (...match: readonly object[]) => ({ ...(match.length > 0 && { match }), ...ROUTE });
const root = (...match: readonly object[]) => vs('root', delegatingRule('ns/d', ...match));
const delegate = (...http: readonly object[]) => delegateOf('ns/d', http);

test('the routes of a delegate stand where the rule that delegates is', () => {
  const object = vs(
    'root',
    rule(exact('/first')),
    delegatingRule('ns/d', prefix('/p')),
    rule(prefix('/last')),
  );
  expect(routesOf(object, delegate(rule(prefix('/p/a')), rule(exact('/p/b')), rule()))).toEqual([
    'ns/root 0.0 /first',
    'ns/d 0.0 /p/a*',
    'ns/d 1.0 /p/b',
    'ns/d 2.0 /p*',
    'ns/root 2.0 /last*',
  ]);
});

test('each match of the delegate is merged with each match that it lies within', () => {
  const header = (name: string) => ({ headers: { [name]: { exact: '1' } } });
  const objects = [
    root(prefix('/p', header('a')), prefix('/p', header('b'))),
    delegate(rule(prefix('/p/x', header('c')))),
  ];
  expect(routesOf(...objects)).toEqual(['ns/d 0.0 /p/x*', 'ns/d 0.0 /p/x*']);
  const [table] = tablesBy(NOW, objects).tables;
  expect(
    table?.listeners[0]?.list.routes.map(({ conditions }) => conditions.map(({ dimension }) => dimension)),
  ).toEqual([
    ['header a', 'header c'],
    ['header b', 'header c'],
  ]);
});

describe('Istio ignores a rule of the delegate', () => {
  test.each<[string, object, object]>([
    ['with a prefix outside', prefix('/p'), prefix('/q')],
    ['with a broader prefix', prefix('/p/a'), prefix('/p')],
    ['with a prefix where the other has an exact path', exact('/p'), prefix('/p')],
    ['with another exact path', exact('/p'), exact('/q')],
    ['with a regex beside a prefix', prefix('/p'), regex('/p/.*')],
    ['with a prefix beside a regex', regex('/p/.*'), prefix('/p/a')],
    ['with the same regex', regex('/p'), regex('/p')],
    ['with another letter case', prefix('/p', { ignoreUriCase: true }), prefix('/p')],
    ['for another port', prefix('/p', { port: 80 }), prefix('/p', { port: 81 })],
    ['for another header value', { headers: { a: { exact: '1' } } }, { headers: { a: { exact: '2' } } }],
    ['for more Gateways', { gateways: ['ns/gw'] }, { gateways: ['ns/gw', 'ns/other'] }],
    ['for another namespace of clients', { sourceNamespace: 'a' }, {}],
  ])('%s', (_, outer, inner) => {
    const { problems } = judged([root(outer), delegate(rule(inner))]);
    expect(problems).toContain('warning KF619');
  });

  test.each<[string, object, object]>([
    ['a narrower prefix', prefix('/p'), prefix('/p/a')],
    ['an exact path within a prefix', prefix('/p'), exact('/p/a')],
    ['the same exact path', exact('/p'), exact('/p')],
    ['a regex where the other has no path', { method: { exact: 'GET' } }, regex('/p')],
    ['one of its Gateways, by its short name', { gateways: ['ns/gw', 'ns/other'] }, { gateways: ['gw'] }],
  ])('but not with %s', (_, outer, inner) => {
    const { problems } = judged([root(outer), delegate(rule(inner))]);
    expect(problems).not.toContain('warning KF619');
  });

  test('where the delegate is not exported to the namespace', () => {
    const { spec, ...rest } = delegateOf('other/d', [rule()]) as { spec: object };
    const hidden = { ...rest, spec: { ...spec, exportTo: ['.'] } };
    const own = vs('root', delegatingRule('other/d', prefix('/p')));
    expect(judged([own, hidden]).problems).toEqual(['warning KF619', 'note KF619']);
    const unsaid = routeTables([own, { ...rest, spec }], { ...RULES, defaultExportTo: ['.'] });
    expect(unsaid.remarks.map(({ kind }) => kind)).toContain('delegate-ignored');
    const shown = { ...rest, spec: { ...spec, exportTo: ['ns'] } };
    expect(judged([own, shown]).problems).toEqual([]);
  });
});

describe('what the delegate does not say it has from the rule that delegates', () => {
  const outcomeOf = (own: object, sub: object) =>
    tablesBy(NOW, [
      vs('root', { ...delegatingRule('ns/d', prefix('/p')), ...own }),
      delegate({ ...rule(), ...sub }),
    ]).tables[0]?.listeners[0]?.list.routes[0]?.outcome;

  test('its timeout, unless it has one', () => {
    expect(outcomeOf({ timeout: '3s' }, {})).toMatchObject({ timeout: '3s' });
    expect(outcomeOf({ timeout: '3s' }, { timeout: '1s' })).toMatchObject({ timeout: '1s' });
  });

  test('names of services are those of the namespace where they are written', () => {
    const objects = [
      vs('root', { ...delegatingRule('other/d'), mirror: { host: 'shadow' } }),
      delegateOf('other/d', [{ route: [{ destination: { host: 'backend' } }] }]),
    ];
    expect(tablesBy(NOW, objects).tables[0]?.listeners[0]?.list.routes[0]?.outcome).toMatchObject({
      mirror: { host: 'shadow.ns.svc.cluster.local' },
      route: [{ destination: { host: 'backend.other.svc.cluster.local' } }],
    });
  });
});

describe('verdicts', () => {
  test('the routes of a delegate conflict with those of another VirtualService', () => {
    const other = vs('other', { match: [prefix('/p/a')], route: [{ destination: { host: 'two' } }] });
    const { checked } = tablesBy(NOW, [root(prefix('/p')), delegate(rule(prefix('/p/a/b'))), other]);
    expect(checked.tables.map(({ orderIndependent }) => orderIndependent)).toEqual(['broken']);
    expect(checked.problems[0]?.routes?.map(({ virtualService }) => virtualService).sort()).toEqual([
      'ns/d',
      'ns/other',
    ]);
  });

  test('a rule of a delegate that is dead below one VirtualService and answers below another is a note', () => {
    const objects = [
      vs({ name: 'a', hosts: ['a.example'] }, rule(prefix('/p')), delegatingRule('ns/d')),
      vs({ name: 'b', hosts: ['b.example'] }, delegatingRule('ns/d')),
      delegate(rule(exact('/p/x'))),
    ];
    expect(judged(objects).problems).toEqual(['note KF604']);
  });

  test.each([
    ['a delegate that is not in the input', [root(prefix('/p'))], 'error KF611'],
    ['a delegate that delegates in turn', [root(), delegate(delegatingRule('ns/e'))], 'error KF614'],
  ])('%s leaves the table undecided', (_, objects, problem) => {
    const found = judged(objects);
    expect(found.verdicts).toEqual(['undecided']);
    expect(found.problems).toContain(problem);
  });

  test('what is wrong in a delegate counts for the tables that it is part of', () => {
    const broken = delegate(rule({ uri: { exact: 7 } }));
    expect(judged([root(), broken])).toEqual({ verdicts: ['undecided'], problems: ['error KF614'] });
  });

  test('a delegate that nothing delegates to is a note', () => {
    expect(judged([vs('a', rule()), delegate(rule())])).toEqual({
      verdicts: ['proved'],
      problems: ['note KF619'],
    });
  });

  test('before 1.21 those that delegate come after all others, whatever their age', () => {
    const other = vs('z', { match: [prefix('/p/a')], route: [{ destination: { host: 'two' } }] });
    const objects = [root(prefix('/p')), delegate(rule(prefix('/p/a/b'))), other];
    expect(judged(objects, '1.20.3').verdicts).toEqual(['proved']);
    expect(judged(objects, '1.20.4').verdicts).toEqual(['broken']);
  });
});
