import fc from 'fast-check';
import { routingRulesOf } from '../../../../platform';
import type { RouteTreeNode, RouteTreeRoute } from '../../../../review/model';
import { routeTree, type FunctionOf } from '../../../../review/model/requests/build-route-tree';
import { routeTables, type RouteList } from '../../../../routing';
import { virtualServices, type PlainVirtualService } from '../../../routing/arbitraries';
import { exact, prefix, regex, vs } from '../../../routing/contract-builders';

const rules = routingRulesOf('1.28.6');
if (rules === undefined) throw new Error('no rules');
const RULES = rules;

/** A VirtualService says its function by its name; `before:` and `after:` tell which side was asked. */
const SIDED: FunctionOf = (side, virtualService) => `${side}:${virtualService}`;
const NAMED: FunctionOf = (_, virtualService) => virtualService.replace('ns/', 'saas/');

function listOf(objects: readonly object[]): RouteList | undefined {
  return routeTables(objects, RULES).tables[0]?.listeners[0]?.list;
}

function treeOf(before: readonly object[], after: readonly object[], functionOf = NAMED): RouteTreeNode {
  return routeTree(listOf(before), listOf(after), functionOf);
}

const to = (host: string, ...match: readonly object[]): object => ({
  match,
  route: [{ destination: { host } }],
});

const SIGNS = { added: '+', removed: '-', changed: '~', same: ' ' } as const;

/** The tree as lines, two spaces for each level. */
function drawing({ segment, routes, children, unchanged }: RouteTreeNode, depth = 0): string[] {
  const pad = '  '.repeat(depth);
  return [
    `${pad}${segment === '' ? '(root)' : segment}${unchanged > 0 ? ` (${unchanged} unchanged)` : ''}`,
    ...routes.map(
      ({ mark, match, before, after }) =>
        `${pad}${SIGNS[mark]} ${match}: ${before ?? '-'} -> ${after ?? '-'}`,
    ),
    ...children.flatMap((child) => drawing(child, depth + 1)),
  ];
}

interface Total {
  readonly marks: readonly RouteTreeRoute['mark'][];
  readonly unchanged: number;
}

function total({ routes, children, unchanged }: RouteTreeNode): Total {
  const below = children.map(total);
  return {
    marks: [...routes.map(({ mark }) => mark), ...below.flatMap(({ marks }) => marks)],
    unchanged: below.reduce((sum, child) => sum + child.unchanged, unchanged),
  };
}

function turned(node: RouteTreeNode): RouteTreeNode {
  const other = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' } as const;
  const turn = (name: string | undefined) =>
    name?.replace(/^before|^after/, (side) => (side === 'before' ? 'after' : 'before'));
  return {
    ...node,
    routes: node.routes.map(({ mark, match, before, after, destinationsBefore, destinationsAfter }) => ({
      mark: other[mark],
      match,
      before: turn(after),
      after: turn(before),
      destinationsBefore: destinationsAfter,
      destinationsAfter: destinationsBefore,
    })),
    children: node.children.map(turned),
  };
}

const TEAMS = ['crm', 'pay', 'saas'].flatMap((team) =>
  ['a', 'b'].map((name) =>
    vs(`${team}-${name}`, to(`${team}-${name}`, prefix(`/faas/api/${team}/${name}/`))),
  ),
);

describe('the route tree', () => {
  it('shows the branch of a new route and counts the others where they leave it', () => {
    const added = vs('saas-c', to('saas-c', prefix('/faas/api/saas/c/'), exact('/faas/api/saas/c')));
    expect(drawing(treeOf(TEAMS, [...TEAMS, added]))).toEqual([
      '/faas/api/ (4 unchanged)',
      '  saas/ (2 unchanged)',
      '    c',
      '    + exact /faas/api/saas/c: - -> saas/saas-c',
      '    c/',
      '    + prefix /faas/api/saas/c/: - -> saas/saas-c',
    ]);
  });

  it('shows the prefix that a change takes requests from, and no regex there', () => {
    const owner = vs('a', to('a', prefix('/x/'), regex('/x/[0-9]+')));
    const thief = vs('b', to('b', exact('/x/y/z')));
    expect(drawing(treeOf([owner], [owner, thief]))).toEqual([
      '/x/ (1 unchanged)',
      '  prefix /x/: saas/a -> saas/a',
      '  y/z',
      '  + exact /x/y/z: - -> saas/b',
    ]);
  });

  it('tells a match that leads elsewhere from one that came and one that went', () => {
    const before = [
      vs('a', to('a', prefix('/x/'), exact('/x/old'))),
      vs('b', to('b', exact('/x/', { method: { exact: 'GET' } }))),
    ];
    const after = [
      vs('a', to('a', exact('/x/new'))),
      vs('b', to('b', prefix('/x/'))),
      vs('c', to('b', exact('/x/', { method: { exact: 'GET' } }))),
    ];
    expect(drawing(treeOf(before, after))).toEqual([
      '/x/',
      '~ prefix /x/: saas/a -> saas/b',
      '  exact /x/, method exact GET: saas/b -> saas/c',
      '  new',
      '  + exact /x/new: - -> saas/a',
      '  old',
      '  - exact /x/old: saas/a -> -',
    ]);
  });

  it('has a regex at the last slash before whatever is not plain in it', () => {
    const list = [vs('a', to('a', regex('/faas/api/sa+s/.*'), regex('.*x'), regex('/faas/[ab]')))];
    expect(drawing(treeOf([], list))).toEqual([
      '(root)',
      '+ regex .*x: - -> saas/a',
      '  /faas/',
      '  + regex /faas/[ab]: - -> saas/a',
      '    api/',
      '    + regex /faas/api/sa+s/.*: - -> saas/a',
    ]);
  });

  it('counts headers in another order as the same match', () => {
    const asked = (...names: readonly string[]) =>
      vs(
        'a',
        to('a', prefix('/x/', { headers: Object.fromEntries(names.map((name) => [name, { exact: '1' }])) })),
      );
    expect(drawing(treeOf([asked('x-a', 'x-b')], [asked('x-b', 'x-a')]))).toEqual(['/x/ (1 unchanged)']);
  });

  it('shows at most twenty routes beside a change', () => {
    const beside = Array.from({ length: 30 }, (_, index) =>
      vs(
        `v${index}`,
        to('one', exact('/x', { headers: { 'x-n': { exact: String(index).padStart(2, '0') } } })),
      ),
    );
    const tree = treeOf(beside, [...beside, vs('z', to('two', exact('/x')))]);
    expect(total(tree).marks).toEqual(['added', ...Array<string>(20).fill('same')]);
    expect(tree.unchanged).toBe(10);
    expect(tree.routes.at(-1)?.match).toBe('exact /x, header x-n exact 19');
  });

  it('does not nest without end', () => {
    const deep = '/a'.repeat(1000);
    const depthOf = ({ children }: RouteTreeNode): number => 1 + Math.max(0, ...children.map(depthOf));
    const routes = Array.from({ length: 1000 }, (_, index) => exact(deep.slice(0, 2 * index + 2)));
    const tree = treeOf([], [vs('a', to('a', ...routes))]);
    expect(depthOf(tree)).toBeLessThan(40);
    expect(total(tree).marks).toHaveLength(1000);
  });

  it('draws a side that is not there as no routes', () => {
    expect(routeTree(undefined, undefined, NAMED)).toEqual({
      segment: '',
      routes: [],
      children: [],
      unchanged: 0,
    });
    expect(total(routeTree(listOf(TEAMS), undefined, NAMED))).toEqual({
      marks: Array<string>(6).fill('removed'),
      unchanged: 0,
    });
  });

  const sides = fc
    .tuple(virtualServices(), virtualServices(), fc.nat(8))
    .map(([before, other, kept]): readonly (readonly PlainVirtualService[])[] => [
      before,
      // Names tell VirtualServices apart, so that none may be there twice.
      [...new Map([...other, ...before.slice(0, kept)].map((one) => [one.metadata.name, one])).values()],
    ]);

  it('counts every route once, matches of both sides as one', () => {
    fc.assert(
      fc.property(sides, ([before = [], after = []]) => {
        const { marks, unchanged } = total(treeOf(before, after));
        const count = (...wanted: readonly RouteTreeRoute['mark'][]) =>
          marks.filter((mark) => wanted.includes(mark)).length;
        const both = count('changed', 'same') + unchanged;
        expect(both + count('removed')).toBe(listOf(before)?.routes.length ?? 0);
        expect(both + count('added')).toBe(listOf(after)?.routes.length ?? 0);
      }),
    );
  });

  it('is its own mirror image where the sides are swapped', () => {
    fc.assert(
      fc.property(sides, ([before = [], after = []]) => {
        expect(treeOf(after, before, SIDED)).toEqual(turned(treeOf(before, after, SIDED)));
      }),
    );
  });

  it('is one node without any change', () => {
    fc.assert(
      fc.property(virtualServices(), (objects) => {
        const tree = treeOf(objects, structuredClone(objects));
        expect(tree).toEqual({
          segment: tree.segment,
          routes: [],
          children: [],
          unchanged: listOf(objects)?.routes.length ?? 0,
        });
      }),
    );
  });

  it('shows no branch without a change', () => {
    const isTold = ({ routes, children }: RouteTreeNode): boolean =>
      (routes.some(({ mark }) => mark !== 'same') || children.length > 0) && children.every(isTold);
    fc.assert(
      fc.property(sides, ([before = [], after = []]) => {
        const tree = treeOf(before, after);
        if (total(tree).marks.length > 0) expect(isTold(tree)).toBe(true);
      }),
    );
  });
});
