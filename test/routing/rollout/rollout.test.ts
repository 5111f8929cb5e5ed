import { routingRulesOf } from '../../../platform';
import {
  budgetOf,
  rolloutNeeds,
  routeTables,
  virtualServiceChanges,
  withinBudget,
  type RouteList,
} from '../../../routing';
import { prefix, regex, vs } from '../contract-builders';

const RULES = routingRulesOf('1.28.6');

function listOf(objects: readonly object[]): RouteList {
  if (RULES === undefined) throw new Error('no rules');
  const list = routeTables(objects, RULES).tables[0]?.listeners[0]?.list;
  if (list === undefined) throw new Error('no table');
  return list;
}

const to = (host: string, ...match: readonly object[]) => ({ match, route: [{ destination: { host } }] });

function changesOf(before: readonly object[], after: readonly object[]) {
  return virtualServiceChanges(listOf(before), listOf(after));
}

function stepsOf(before: readonly object[], after: readonly object[]) {
  const needs = rolloutNeeds(changesOf(before, after), budgetOf(1e6));
  const names = (steps: (typeof needs)[number]['first']) => steps.map((step) => step.virtualService).join();
  return needs.map(({ first, then }) => `${names(first)} < ${names(then)}`);
}

test('what differs in names, spelling and order alone is no change', () => {
  const before = [vs('a', to('one', prefix('/a'))), vs('b', to('two', prefix('/b')))];
  const after = [vs('b', { name: 'other', ...to('two', prefix('/b')) }), vs('a', to('one', prefix('/a')))];
  expect(changesOf(before, after).changes).toEqual([]);
  expect(
    changesOf(before, [vs('a', to('one', prefix('/a'))), vs('c', to('two', prefix('/b')))]),
  ).toMatchObject({
    changes: [
      { step: { action: 'delete', virtualService: 'ns/b' } },
      { step: { action: 'create', virtualService: 'ns/c' } },
    ],
    doubt: undefined,
  });
});

test('a need that follows from another is left out', () => {
  const before = [vs('a', to('one', prefix('/x/'))), vs('b', to('two', prefix('/x/y/')))];
  const after = [vs('c', to('one', prefix('/x/')))];
  expect(stepsOf(before, after)).toEqual(['ns/c < ns/a']);
});

test('a request that two answer is lost only once the last of them is gone', () => {
  const before = [vs('a', to('one', prefix('/x/'))), vs('b', to('one', prefix('/x/')))];
  const after = [vs('c', to('one', prefix('/x/')))];
  expect(stepsOf(before, after)).toEqual(['ns/c < ns/a,ns/b']);
});

test('thousands that keep their matches cost about as much as looking at them', () => {
  const all = (host: string) =>
    Array.from({ length: 3000 }, (_, at) =>
      vs(`v${at}`, to(host, at % 3 === 0 ? regex(`/v${at}/[a-z]+/(x|y)*`) : prefix(`/v${at}/`))),
    );
  const changes = changesOf(all('one'), all('two'));
  expect(changes.changes).toHaveLength(3000);
  expect(withinBudget(() => rolloutNeeds(changes, budgetOf(30_000)))).toEqual({ answer: [] });
});

test('a budget that does not suffice is not taken for an answer', () => {
  const changes = changesOf([vs('a', to('one', prefix('/x/')))], [vs('b', to('one', prefix('/x/')))]);
  expect(withinBudget(() => rolloutNeeds(changes, budgetOf(3)))).toBeUndefined();
});
