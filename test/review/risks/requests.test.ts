import type { ObjectChange } from '../../../review/model';
import {
  answer,
  host,
  PROD_CN,
  PROD_US,
  requestChange,
  risksIn,
  routesChange,
  rule,
  serviceGone,
  told,
} from './inputs';

const SHOWROOM = { uri: { prefix: '/saas/showroom/' } };

describe('KF801', () => {
  test('requests that go to another team are an error that names both functions', () => {
    const stolen = requestChange(answer('saas/showroom'), answer('growth/landing'), {
      matched: ['prefix /saas/showroom/pictures/'],
      where: [PROD_US, PROD_CN],
    });
    const [risk, ...others] = risksIn([stolen]);
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF801',
      severity: 'error',
      message:
        'requests go to another team, from saas/showroom to growth/landing: prefix /saas/showroom/pictures/ in prod-cn and prod-us',
      places: [{ file: 'functions/growth/landing.yaml', line: 1, column: 1, object: 'growth/landing' }],
      witness: stolen.witness,
      teams: ['growth', 'saas'],
      where: [
        { environment: 'prod', cluster: 'prod-cn' },
        { environment: 'prod', cluster: 'prod-us' },
      ],
      requestChanges: [0],
      objectChanges: [],
    });
  });

  test('a move within a team is none', () => {
    expect(told(risksIn([requestChange(answer('saas/a'), answer('saas/b'))]))).toEqual(['KF802 warning']);
  });

  test('nothing is said of a team that the manifests do not tell', () => {
    const unknown = { ...answer('saas/a'), function: undefined };
    expect(told(risksIn([requestChange(answer('growth/b'), unknown)]))).toEqual(['KF802 warning']);
  });

  test('several sets of requests between two functions are one risk', () => {
    const between = (match: string) =>
      requestChange(answer('saas/a'), answer('growth/b'), { matched: [match] });
    const risks = risksIn([between('prefix /q/'), between('prefix /p/')]);
    expect(risks).toHaveLength(1);
    expect(risks[0]?.message).toContain('from saas/a to growth/b: prefix /p/ and prefix /q/ in prod-cn');
    expect(risks[0]?.requestChanges).toEqual([0, 1]);
  });
});

describe('KF802', () => {
  const newRule = rule('saas/showroom', [SHOWROOM]);
  const more = requestChange(undefined, answer('saas/showroom', { rule: 1, match: 'prefix /saas/shop/' }));

  test('a function with a further route answers more requests', () => {
    const routes = routesChange(
      'saas/showroom',
      [newRule],
      [newRule, rule('saas/showroom', [{ uri: { prefix: '/saas/shop/' } }])],
    );
    const [risk, ...others] = risksIn([more], { objects: [routes] });
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF802',
      severity: 'warning',
      message:
        'saas/showroom answers more requests: prefix /saas/shop/ (answered by nobody before) in prod-cn',
    });
  });

  test('a function that is new does not', () => {
    const routes = routesChange('saas/showroom', undefined, [newRule]);
    expect(risksIn([requestChange(undefined, answer('saas/showroom'))], { objects: [routes] })).toEqual([]);
  });

  test('a function that is new in one cluster is broader in the other alone', () => {
    const routes = [
      routesChange('saas/showroom', [newRule], [newRule, newRule], [PROD_CN]),
      routesChange('saas/showroom', undefined, [newRule, newRule], [PROD_US]),
    ];
    const risks = risksIn([{ ...more, where: [PROD_CN, PROD_US] }], { objects: routes });
    expect(risks.map(({ where }) => where)).toEqual([[{ environment: 'prod', cluster: 'prod-cn' }]]);
  });

  test('a function that is renamed and answers more is told', () => {
    const routes = [
      routesChange('saas/old', [rule('saas/old', [SHOWROOM])], undefined),
      routesChange('saas/showroom', undefined, [newRule, newRule]),
    ];
    const requests = {
      equivalent: [
        {
          kind: 'function-renamed',
          subject: 'saas/showroom',
          before: 'saas/old',
          after: 'saas/showroom',
          where: [PROD_CN],
        } as const,
      ],
    };
    expect(told(risksIn([more], { objects: routes, requests }))).toEqual(['KF802 warning']);
  });
});

describe('KF803', () => {
  const lost = requestChange(answer('trade/invoice'), undefined, {
    matched: ['prefix /trade/invoice/'],
    except: ['exact /trade/invoice/a', 'exact /trade/invoice/b', 'exact /trade/invoice/c'],
  });

  test('requests without a function are an error; a file that is gone is named as it was', () => {
    const gone = routesChange(
      'trade/invoice',
      [rule('trade/invoice', [{ uri: { prefix: '/trade/invoice/' } }])],
      undefined,
    );
    const [risk] = risksIn([lost], { objects: [gone] });
    expect(risk).toMatchObject({
      code: 'KF803',
      severity: 'error',
      message:
        'requests that trade/invoice answered are left without a function: prefix /trade/invoice/ but not exact /trade/invoice/a, exact /trade/invoice/b and 1 more in prod-cn',
      places: [
        {
          file: 'functions/trade/invoice.yaml',
          line: 1,
          column: 1,
          object: 'trade/invoice',
          side: 'before',
        },
      ],
      teams: ['trade'],
    });
  });

  test('where the function stays, its file is the place', () => {
    const rules = [{ uri: { prefix: '/trade/invoice/' } }, { uri: { prefix: '/trade/bill/' } }].map((match) =>
      rule('trade/invoice', [match]),
    );
    const [risk] = risksIn([lost], { objects: [routesChange('trade/invoice', rules, rules.slice(1))] });
    expect(risk?.places).toEqual([
      { file: 'functions/trade/invoice.yaml', line: 1, column: 1, object: 'trade/invoice' },
    ]);
  });
});

describe('KF803 of Knative Services that are removed', () => {
  const of = answer('saas/a', { shares: { blue: 90, green: 10 } });
  const change = requestChange(answer('saas/a', { shares: { blue: 100 } }), of, {
    where: [PROD_US, PROD_CN],
  });
  const green = {
    service: 'green.faas-prod.svc.cluster.local',
    function: 'saas/a',
    route: of.route,
    file: of.file,
    match: of.match,
    where: PROD_CN,
  };

  test('a route that leads to one is an error, where it is removed', () => {
    const objects = [serviceGone('other'), serviceGone('green')];
    const [risk, ...others] = risksIn([change], { objects, requests: { unserved: [green] } });
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF803',
      severity: 'error',
      message:
        'routes of saas/a lead to a Knative Service that is removed: green.faas-prod.svc.cluster.local, of prefix /saas/a/ in prod-cn',
      witness: change.witness,
      teams: ['saas'],
      where: [{ environment: 'prod', cluster: 'prod-cn' }],
      requestChanges: [0],
      objectChanges: [1],
      places: [{ file: 'functions/saas/a.yaml', line: 1, column: 1, object: 'saas/a' }],
    });
  });

  test('so is one that does not change; a Knative Service of another name is another', () => {
    const renamed: ObjectChange = {
      ...serviceGone('olive'),
      kind: 'renamed',
      from: serviceGone('green').object,
    };
    const unserved = [{ ...green, function: undefined }];
    const [risk] = risksIn([], { objects: [renamed], requests: { unserved } });
    expect(risk).toMatchObject({
      code: 'KF803',
      message: `routes of VirtualService ${of.route.virtualService} lead to a Knative Service that is removed: green.faas-prod.svc.cluster.local, of prefix /saas/a/ in prod-cn`,
      requestChanges: [],
      objectChanges: [0],
      places: [{ file: of.file, line: 1, column: 1 }],
    });
  });
});

describe('KF805', () => {
  const tenant = { headers: { 'X-Tenant': { prefix: 'kjl-' } }, method: { exact: 'GET' } };
  const open = requestChange(undefined, answer('saas/showroom'));

  test.each([
    ['a header', [{ ...SHOWROOM, method: { exact: 'GET' } }], 'header x-tenant of prefix /saas/showroom/'],
    [
      'a method',
      [{ ...SHOWROOM, headers: { 'x-tenant': { prefix: 'kjl-' } } }],
      'method of prefix /saas/showroom/',
    ],
    ['both', [SHOWROOM], 'header x-tenant of prefix /saas/showroom/ and method of prefix /saas/showroom/'],
  ])('%s that is no longer asked for is told', (_, matches, text) => {
    const routes = routesChange(
      'saas/showroom',
      [rule('saas/showroom', [{ ...SHOWROOM, ...tenant }])],
      [rule('saas/showroom', matches)],
    );
    const risks = risksIn([open], { objects: [routes] });
    expect(told(risks)).toEqual(['KF802 warning', 'KF805 warning']);
    expect(risks[1]?.message).toBe(
      `saas/showroom no longer asks for a condition, so that more requests reach it: ${text} in prod-cn`,
    );
    expect(risks[1]?.objectChanges).toEqual([0]);
  });

  test.each([
    [
      'another value',
      [{ ...SHOWROOM, headers: { 'x-tenant': { prefix: 'kjl' } }, method: { exact: 'GET' } }],
    ],
    ['a route beside it', [SHOWROOM, { ...SHOWROOM, ...tenant }]],
    ['another path', [{ uri: { prefix: '/saas/show' } }]],
    ['a condition more', [{ ...SHOWROOM, ...tenant, scheme: { exact: 'https' } }]],
  ])('%s drops nothing', (_, matches) => {
    const routes = routesChange(
      'saas/showroom',
      [rule('saas/showroom', [{ ...SHOWROOM, ...tenant }])],
      [rule('saas/showroom', matches)],
    );
    expect(told(risksIn([open], { objects: [routes] }))).toEqual(['KF802 warning']);
  });

  test('a route that moves to another VirtualService can drop one too', () => {
    const other = rule('growth/landing', [{ uri: { prefix: '/growth/' } }]);
    const objects = [
      routesChange('saas/showroom', [rule('saas/showroom', [{ ...SHOWROOM, ...tenant }])], undefined),
      routesChange('growth/landing', [other], [other, rule('saas/showroom', [SHOWROOM])]),
    ];
    const { route } = answer('growth/landing', { rule: 1 });
    const moved = requestChange(undefined, { ...answer('saas/showroom'), route });
    const risks = risksIn([moved], { objects }).filter(({ code }) => code === 'KF805');
    expect(risks.map(({ objectChanges }) => objectChanges)).toEqual([[0, 1]]);
  });
});

describe('KF811', () => {
  const edits = (count: number, cluster: string) =>
    Array.from({ length: count }, (_, i) => {
      const of = answer(`team-${i % 3}/f-${String(i).padStart(3, '0')}`);
      return requestChange(of, of, { where: [host(cluster)] });
    });

  test('twenty functions are read one by one; of more, five are named', () => {
    expect(risksIn(edits(20, 'prod-cn'))).toEqual([]);
    const [risk, ...others] = risksIn(edits(300, 'prod-cn'));
    expect(others).toEqual([]);
    expect(risk).toMatchObject({
      code: 'KF811',
      severity: 'warning',
      message:
        'requests of 300 functions change at once: team-0/f-000, team-0/f-003, team-0/f-006, team-0/f-009, team-0/f-012 and 295 more in prod-cn',
      teams: ['team-0', 'team-1', 'team-2'],
    });
    expect(risk?.requestChanges).toHaveLength(300);
  });

  test('before the last environment it is a note, and each environment counts by itself', () => {
    const environments = ['test', 'staging', 'prod'];
    expect(told(risksIn(edits(21, 'staging-cn'), { environments }))).toEqual(['KF811 note']);
    expect(told(risksIn(edits(21, 'prod-cn'), { environments }))).toEqual(['KF811 warning']);
    // Whose order is not known may be the last.
    expect(told(risksIn(edits(21, 'staging-cn')))).toEqual(['KF811 warning']);
    expect(risksIn([...edits(15, 'test-cn'), ...edits(15, 'prod-cn').map(rename)])).toEqual([]);
  });

  function rename(change: ReturnType<typeof requestChange>) {
    return { ...change, before: answer('x/y'), after: answer('x/y') };
  }
});

test('more than five risks of a kind are one, which names five and knows all', () => {
  const lost = Array.from({ length: 300 }, (_, i) =>
    requestChange(answer(`saas/f-${String(299 - i).padStart(3, '0')}`), undefined),
  );
  const risk = risksIn(lost).find(({ code }) => code === 'KF803');
  expect(risk?.message).toBe(
    'requests that 300 functions answered are left without a function: saas/f-000, saas/f-001, saas/f-002, saas/f-003, saas/f-004 and 295 more in prod-cn',
  );
  expect(risk?.requestChanges).toHaveLength(300);
});

test('the most severe come first, then codes, then messages', () => {
  const risks = risksIn([
    requestChange(answer('saas/b'), answer('saas/c')),
    requestChange(answer('saas/z'), undefined),
    requestChange(answer('saas/a'), undefined),
    requestChange(answer('saas/a'), answer('growth/b')),
  ]);
  expect(risks.map(({ code, message }) => `${code} ${/[a-z]+\/[a-z]/.exec(message)?.[0] ?? ''}`)).toEqual([
    'KF801 saas/a',
    'KF803 saas/a',
    'KF803 saas/z',
    'KF802 saas/c',
  ]);
});
