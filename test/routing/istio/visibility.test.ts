import { routingRulesOf } from '../../../platform';
import { checkTables, requestRouter, routeTables, type RoutingRules } from '../../../routing';
import { NOW, OLD, prefix, YOUNG, vs } from '../contract-builders';

function rulesOf(istio: string): RoutingRules {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return rules;
}

function judged(objects: readonly unknown[], rules = rulesOf(NOW)) {
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  return {
    tables: tables.map(({ gateway, routes, orderIndependent }) => `${gateway} ${routes} ${orderIndependent}`),
    problems: problems.map(({ severity, code }) => `${severity} ${code}`),
  };
}

const to = (host: string) => ({
  match: [prefix('/s')],
  route: [{ destination: { host: `${host}.x.svc.cluster.local` } }],
});

/** A VirtualService of a namespace that is exported to some. */
function exported(
  fullName: string,
  exportTo: readonly string[] | undefined,
  gateways: readonly string[] | null,
  created = OLD,
) {
  const [namespace, name = ''] = fullName.split('/');
  const { spec, ...rest } = vs({ name, namespace, gateways, created }, to(name)) as { spec: object };
  return { ...rest, spec: { ...spec, ...(exportTo !== undefined && { exportTo }) } };
}

describe('in the mesh', () => {
  test('clients see what is exported to them, before what is for all', () => {
    expect(judged([exported('t/a', undefined, null), exported('u/b', ['.'], null, YOUNG)])).toEqual({
      tables: ['mesh 1 proved', 'mesh for u 1 proved'],
      problems: [],
    });
  });

  test('two that are exported to one namespace meet there', () => {
    expect(judged([exported('t/a', ['u'], null), exported('v/b', ['u'], null)])).toEqual({
      tables: ['mesh for u 1 broken'],
      problems: ['error KF601'],
    });
  });

  test('two that no client sees both do not meet', () => {
    expect(judged([exported('t/a', ['.'], null), exported('v/b', ['.'], null)]).tables).toEqual([
      'mesh for t 1 proved',
      'mesh for v 1 proved',
    ]);
  });

  test('before 1.1 all is for all', () => {
    const objects = [exported('t/a', undefined, null), exported('u/b', ['.'], null)];
    expect(judged(objects, rulesOf('1.0.6')).tables).toEqual(['mesh 1 broken']);
  });

  test('the default of the mesh configuration holds where there is no exportTo', () => {
    const objects = [exported('t/a', undefined, null), exported('u/b', undefined, null)];
    expect(judged(objects).tables).toEqual(['mesh 1 broken']);
    expect(judged(objects, { ...rulesOf(NOW), defaultExportTo: ['.'] }).tables).toEqual([
      'mesh for t 1 proved',
      'mesh for u 1 proved',
    ]);
  });
});

describe('on a Gateway', () => {
  const gateways = ['i/gw'];

  test('what is exported to its Pods comes before what is for all, whatever the age', () => {
    const objects = [exported('t/a', ['*'], gateways, OLD), exported('u/b', ['i'], gateways, YOUNG)];
    expect(judged(objects)).toEqual({
      tables: ['i/gw 2 proved'],
      problems: ['note KF622', 'error KF604'],
    });
    const [way] = requestRouter(routeTables(objects, rulesOf(NOW)).tables, rulesOf(NOW)).ways({
      method: 'GET',
      host: 'h.example',
      path: '/s',
      headers: {},
    });
    expect(way?.list.members.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  test('what its Pods do not see has no part in the table', () => {
    const objects = [exported('t/a', ['*'], gateways), exported('u/b', ['.'], gateways)];
    expect(judged(objects)).toEqual({ tables: ['i/gw 1 proved'], problems: ['warning KF622'] });
    // `~` is for Services alone.
    expect(judged([exported('u/b', ['~'], gateways)])).toEqual({
      tables: [],
      problems: ['error KF614', 'warning KF622'],
    });
  });

  test('its Pods run where VirtualServices are exported to', () => {
    const objects = [exported('t/a', ['pods', '.'], gateways), exported('u/b', ['pods'], gateways)];
    expect(judged(objects)).toEqual({ tables: ['i/gw 2 broken'], problems: ['note KF622', 'error KF601'] });
  });
});
