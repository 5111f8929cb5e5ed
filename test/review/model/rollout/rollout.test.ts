import { groupRollouts } from '../../../../review/model/rollout/rollouts';
import type { Rollout } from '../../../../review/model';
import { exact, prefix, regex, vs } from '../../../routing/contract-builders';
import { rolloutAt, rolloutBetween, rulesOf, tableOf, WHERE } from './rollout-states';

const to = (host: string, ...match: readonly object[]) => ({ match, route: [{ destination: { host } }] });
const every = (host: string) => ({ route: [{ destination: { host } }] });

const create = (name: string) => ({ action: 'create' as const, virtualService: `ns/${name}` });
const change = (name: string) => ({ action: 'change' as const, virtualService: `ns/${name}` });
const remove = (name: string) => ({ action: 'delete' as const, virtualService: `ns/${name}` });

/** What is needed, without where. */
function needs(rollout: Rollout | undefined) {
  if (rollout === undefined || !('needs' in rollout)) return [];
  return rollout.needs.map(({ first, then, requests, witness }) => ({
    first,
    then,
    ...requests,
    asks: [witness.method, witness.path],
  }));
}

describe('the order in which VirtualServices of a host are applied', () => {
  test('a renamed VirtualService is created before the old one is deleted', () => {
    const rollout = rolloutBetween([vs('a', to('one', prefix('/a/')))], [vs('b', to('one', prefix('/a/')))]);
    expect(rollout).toMatchObject({
      safety: 'ordered',
      isUsual: true,
      order: [create('b'), remove('a')],
      where: [WHERE],
    });
    expect(needs(rollout)).toEqual([
      {
        first: [create('b')],
        then: [remove('a')],
        matched: ['prefix /a/'],
        except: [],
        asks: ['GET', '/a/'],
      },
    ]);
  });

  test('a route that moves is there in its new VirtualService before the old one loses it', () => {
    const rollout = rolloutBetween(
      [vs('a', to('one', prefix('/x/'), prefix('/a/'))), vs('b', to('two', prefix('/b/')))],
      [vs('a', to('one', prefix('/a/'))), vs('b', to('two', prefix('/b/')), to('one', prefix('/x/')))],
    );
    expect(rollout).toMatchObject({ safety: 'ordered', isUsual: false, order: [change('b'), change('a')] });
    expect(needs(rollout)).toMatchObject([
      { first: [change('b')], then: [change('a')], matched: ['prefix /x/'] },
    ]);
  });

  const alone = [vs('guest', to('one', prefix('/a/guest/'))), vs('host', to('two', prefix('/a/')))];
  const joined = [vs('host', to('one', prefix('/a/guest/')), to('two', prefix('/a/')))];

  test('a guest that moves into the VirtualService of a broader route needs no order: that one has its outcomes', () => {
    // While the guest's is gone, the broader route would take its requests, but both outcomes are possible before.
    expect(rolloutBetween(alone, joined)).toMatchObject({ safety: 'any' });
    expect(rolloutBetween(joined, alone)).toMatchObject({ safety: 'any' });
  });

  test('a guest of a host that does not cover it goes in first and comes out last', () => {
    const apart = [vs('guest', to('one', prefix('/g/'))), vs('host', to('two', prefix('/a/')))];
    const within = [vs('host', to('one', prefix('/g/')), to('two', prefix('/a/')))];
    expect(rolloutBetween(apart, within)).toMatchObject({
      order: [change('host'), remove('guest')],
      isUsual: true,
    });
    expect(rolloutBetween(within, apart)).toMatchObject({
      order: [create('guest'), change('host')],
      isUsual: false,
    });
  });

  test('two routes that change places have no order, but two pull requests', () => {
    const rollout = rolloutBetween(
      [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/y/')))],
      [vs('a', to('two', prefix('/y/'))), vs('b', to('one', prefix('/x/')))],
    );
    expect(rollout).toMatchObject({ safety: 'none', keep: ['ns/a', 'ns/b'] });
    expect(needs(rollout)).toMatchObject([
      { first: [change('b')], then: [change('a')], matched: ['prefix /x/'], asks: ['GET', '/x/'] },
      { first: [change('a')], then: [change('b')], matched: ['prefix /y/'], asks: ['GET', '/y/'] },
    ]);
  });

  test('what another VirtualService takes meanwhile is not lost', () => {
    const fallback = vs('f', to('old', prefix('/x/')));
    const renamed = [[vs('a', to('one', prefix('/x/')))], [vs('b', to('one', prefix('/x/')))]] as const;
    expect(rolloutBetween([fallback, ...renamed[0]], [fallback, ...renamed[1]])).toMatchObject({
      safety: 'any',
    });
    const narrower = vs('f', to('old', prefix('/x/y')));
    expect(needs(rolloutBetween([narrower, ...renamed[0]], [narrower, ...renamed[1]]))).toMatchObject([
      { matched: ['prefix /x/'], except: ['prefix /x/y'], asks: ['GET', '/x/'] },
    ]);
  });

  test('a catch-all whose outcome is neither old nor new must not answer meanwhile', () => {
    const fallback = vs('f', every('elsewhere'));
    const rollout = rolloutBetween(
      [fallback, vs('a', to('one', prefix('/x/')))],
      [fallback, vs('b', to('two', prefix('/x/')))],
    );
    expect(needs(rollout)).toMatchObject([
      { first: [create('b')], then: [remove('a')], matched: ['prefix /x/'] },
    ]);
    const same = [vs('f', every('one')), vs('a', to('one', prefix('/x/')))];
    expect(rolloutBetween(same, [vs('f', every('one')), vs('b', to('two', prefix('/x/')))])).toMatchObject({
      safety: 'any',
    });
  });

  test('a route comes before the catch-all that would take its requests for a while', () => {
    const rollout = rolloutBetween([], [vs('f', every('elsewhere')), vs('a', to('one', prefix('/x/')))]);
    expect(rollout).toMatchObject({ safety: 'ordered', isUsual: false, order: [create('a'), create('f')] });
  });

  test('a catch-all that moves', () => {
    const rollout = rolloutBetween([vs('f', every('one'))], [vs('g', every('two'))]);
    expect(needs(rollout)).toEqual([
      { first: [create('g')], then: [remove('f')], matched: ['prefix /'], except: [], asks: ['GET', '/'] },
    ]);
  });

  test('catch-alls and routes that change places need a pull request of their own', () => {
    const rollout = rolloutBetween(
      [],
      [vs('a', to('one', prefix('/x/')), every('all')), vs('b', to('two', prefix('/y/')), every('all'))],
    );
    expect(rollout).toMatchObject({
      safety: 'undecided',
      why: expect.stringContaining('every path') as string,
    });
  });

  test.each([
    ['method', { method: { exact: 'GET' } }, { method: { exact: 'POST' } }],
    ['header', { headers: { 'x-a': { exact: '1' } } }, { headers: { 'x-a': { exact: '2' } } }],
  ])('only the requests of one %s move', (_, moving, staying) => {
    const rollout = rolloutBetween(
      [vs('a', to('one', prefix('/x/', moving), prefix('/x/', staying)))],
      [vs('a', to('one', prefix('/x/', staying))), vs('b', to('one', prefix('/x/', moving)))],
    );
    const [need, ...others] = needs(rollout);
    expect(others).toEqual([]);
    expect(need).toMatchObject({ first: [create('b')], then: [change('a')] });
    const rewritten = rolloutBetween(
      [vs('a', to('one', prefix('/x/', moving)))],
      [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/y/', moving)))],
    );
    expect(rewritten).toMatchObject({ safety: 'any' });
  });

  test('a regex that takes over a part of a prefix', () => {
    const rollout = rolloutBetween(
      [vs('a', to('one', prefix('/x/')))],
      [vs('a', to('one', exact('/x/'))), vs('b', to('two', regex('/x/[0-9]+')))],
    );
    expect(needs(rollout)).toMatchObject([
      {
        first: [create('b')],
        then: [change('a')],
        matched: ['prefix /x/', 'regex /x/[0-9]+'],
        asks: ['GET', '/x/0'],
      },
    ]);
  });

  test('nothing is applied where routes are alike, and one step has no state in between', () => {
    const [a, b] = [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/y/')))];
    expect(rolloutBetween([a, b], [structuredClone(b), structuredClone(a)])).toBeUndefined();
    expect(rolloutBetween([a, b], [a])).toEqual({ safety: 'any', where: [WHERE] });
    expect(rolloutAt(WHERE, undefined, tableOf([a, b]))).toEqual({ safety: 'any', where: [WHERE] });
  });

  test('what cannot be known is called so', () => {
    const moves = [[vs('a', to('one', prefix('/x/')))], [vs('b', to('one', prefix('/x/')))]] as const;
    expect(rolloutBetween(...moves, rulesOf('1.0.0'))).toMatchObject({
      safety: 'undecided',
      why: 'Istio does not merge VirtualServices of this host: only the oldest one serves it',
    });
    expect(rolloutBetween(moves[0], [], rulesOf('1.0.0'))).toMatchObject({ safety: 'any' });
    const delegating = vs('d', { match: [prefix('/x/')], delegate: { name: 'other' } });
    expect(rolloutBetween([delegating, ...moves[0]], [delegating, ...moves[1]])).toMatchObject({
      safety: 'undecided',
      why: expect.stringContaining('delegates') as string,
    });
    const unreadable = vs('b', to('one', regex('/x/(')));
    expect(rolloutBetween(moves[0], [unreadable])).toMatchObject({
      safety: 'undecided',
      why: 'ns/b has a match that cannot be parsed or that no request satisfies',
    });
    const twice = [vs('b', to('one', prefix('/x/'))), vs('b', to('one', prefix('/y/')))];
    expect(rolloutBetween(moves[0], twice)).toMatchObject({ why: 'ns/b is defined twice in the manifests' });
    const heavy = (name: string, n: number) =>
      Array.from({ length: 12 }, (_, i) =>
        vs(`${name}${i}`, to('one', regex(`/.*[ab].{${n + i}}[cd].{${n}}`))),
      );
    expect(rolloutBetween(heavy('a', 14), heavy('b', 15))).toMatchObject({
      safety: 'undecided',
      why: 'its regexes and conditions exceed the budget of a review',
    });
  });

  test('requests to one port of a Gateway have their own needs', () => {
    const rollout = rolloutBetween(
      [vs('a', to('one', prefix('/x/', { port: 8080 })))],
      [vs('b', to('one', prefix('/x/', { port: 8080 })))],
    );
    expect(rollout).toMatchObject({ safety: 'ordered', needs: [{ where: { ...WHERE, port: 8080 } }] });
  });
});

describe('rollouts of several hosts', () => {
  const place = (namespace: string, gateway = 'ns/gw') => ({
    ...WHERE,
    namespace,
    host: `${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`,
    gateways: [gateway],
  });
  const renamed = (namespace: string, gateway?: string, to_ = 'b') => {
    const { host, ...rest } = place(namespace, gateway);
    const one = (name: string) => [vs({ name, namespace, hosts: [host] }, to('one', prefix('/x/')))];
    const rollout = rolloutAt({ host, ...rest }, tableOf(one('a')), tableOf(one(to_)));
    if (rollout === undefined) throw new Error('nothing to do');
    return rollout;
  };

  test('hosts that differ by their function namespace are told together, and Gateways in one place', () => {
    const groups = groupRollouts([
      renamed('alpha'),
      renamed('alpha', 'ns/other'),
      renamed('beta'),
      renamed('alpha', 'ns/third', 'c'),
    ]);
    expect(groups.map(({ where }) => where)).toEqual([
      [{ ...place('alpha'), gateways: ['ns/gw', 'ns/other'] }, place('beta')],
      [place('alpha', 'ns/third')],
    ]);
    expect(groups[0]).toMatchObject({
      order: [{ virtualService: 'alpha/b' }, { virtualService: 'alpha/a' }],
      needs: [{ where: { gateways: ['ns/gw', 'ns/other'] } }],
    });
  });

  test('hosts where any order is safe come last, as one', () => {
    const any = (namespace: string): Rollout => ({ safety: 'any', where: [place(namespace)] });
    const groups = groupRollouts([any('alpha'), renamed('beta'), any('gamma')]);
    expect(groups.map(({ safety, where }) => [safety, where.length])).toEqual([
      ['ordered', 1],
      ['any', 2],
    ]);
  });
});
