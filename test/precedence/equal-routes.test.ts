import { check } from '../../main';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { projectFolder } from '../fixtures/project-folder';

const mockWork = { units: 0, parses: 0 };

// Work is counted where it is done, so that no clock decides: each unit that any budget is asked for, and each regex that
// is compiled.
jest.mock('../../routing/text/budget', () => {
  type Module = typeof import('../../routing/text/budget');
  const actual = jest.requireActual<Module>('../../routing/text/budget');
  const counted = (budget: ReturnType<Module['budgetOf']>): ReturnType<Module['budgetOf']> => ({
    spend(units) {
      mockWork.units += units;
      budget.spend(units);
    },
  });
  return {
    ...actual,
    budgetOf: (units: number) => counted(actual.budgetOf(units)),
    tableBudget: (routes: number) => counted(actual.tableBudget(routes)),
  };
});
jest.mock('../../re2/program', () => {
  const actual = jest.requireActual<typeof import('../../re2/program')>('../../re2/program');
  return {
    ...actual,
    compileProgram: (regex: string) => {
      mockWork.parses += 1;
      return actual.compileProgram(regex);
    },
  };
});

/** The work of checking a catalog with one function of some equal routes, and what is said of them. */
function workFor(count: number, match: string) {
  const { path } = projectFolder({
    'saas/team.yaml': 'contact: a\nprefixes: [/faas/api/saas/]\n',
    'saas/many.yaml': `runtime: nodejs\nroutes:\n${`  - { match: { ${match} } }\n`.repeat(count)}`,
  });
  Object.assign(mockWork, { units: 0, parses: 0 });
  const { findings } = check({
    environments: [{ ...GOLDEN_ENVIRONMENT, domains: [] }],
    functions: path,
    environmentSource: () => undefined,
  });
  const told = (code: string) => findings.filter((finding) => finding.code === code).length;
  return { ...mockWork, dead: told('KF604'), undecided: told('KF612') };
}

test.each([
  ['a regex', "regex: '/faas/api/saas/(a|b)*c'"],
  ['a regex with a condition', "regex: '/faas/api/saas/(a|b)*c', headers: { x: { prefix: a } }"],
  ['a regex with two', "regex: '/faas/api/saas/(a|b)*c', headers: { x: { prefix: a }, y: { regex: 'b*' } }"],
  ['a regex with another tail', "regex: '/faas/api/saas/.*[.](jpg|png|gif)'"],
  ['a prefix', 'prefix: /faas/api/saas/a/'],
])('the work for equal routes grows as their number: %s', (_what, match) => {
  const [few, many] = [workFor(200, match), workFor(1000, match)];
  // All but the first are dead, and each is told: nothing was given up.
  expect([few.dead, many.dead, few.undecided, many.undecided]).toEqual([199, 999, 0, 0]);
  expect(few.units).toBeGreaterThan(0);
  expect(many.units).toBeLessThan(5.5 * few.units);
  expect(many.units).toBeLessThan(1000 * 1000);
  // As many as there are different ones, and one for each route as it is loaded.
  expect(many.parses).toBeLessThanOrEqual(2 * 1000 + 100);
});
