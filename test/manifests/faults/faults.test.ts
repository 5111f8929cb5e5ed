import { byRunLength } from '../../properties/run-length';
import { projectFolder } from '../../fixtures/project-folder';
import { inject, injectionsOf, type Ending, type Injection } from './injection';
import { CALLS_OF_AN_UPDATE, plainScenarios, recoveryScenarios, type Scenario } from './scenarios';

// Every import of the modules under test, and of this test, is the file system that can fail.
jest.mock('node:fs', () => {
  const { faultyFileSystem } =
    jest.requireActual<typeof import('./faulty-file-system')>('./faulty-file-system');
  return faultyFileSystem(jest.requireActual('node:fs'));
});

const FUNCTIONS = 4;

/** The quick run takes one of so many faults, another one of each call; the long run takes all. */
const STEP = byRunLength({ quick: 13, long: 1 });

const RECOVERIES = recoveryScenarios(FUNCTIONS, 40);

/** What all injections of a run came to. */
const held = { completed: 0, failed: 0, died: 0 } satisfies Record<Ending, number>;

afterAll(() => {
  const total = held.completed + held.failed + held.died;
  const { completed, failed, died } = held;
  process.stderr.write(
    `${total} faults injected: ${completed} runs completed, ${failed} failed and changed nothing, ${died} died\n`,
  );
});

test.each([...plainScenarios(FUNCTIONS), ...RECOVERIES])(
  'whatever call of the file system fails or is the last: $name',
  (scenario) => {
    const { path } = projectFolder();
    const injections = injectionsOf(path, scenario).filter((_, index) => index % STEP === 0);
    const broken = injections.flatMap((injection) => brokenBy(path, scenario, injection));
    expect(broken).toEqual([]);
    expect(injections.length).toBeGreaterThan(10);
  },
);

test('all calls of an update are tried, and recoveries from deaths all along it', () => {
  const { path } = projectFolder();
  const [, update] = plainScenarios(FUNCTIONS);
  const calls = new Set(injectionsOf(path, update as Scenario).map(({ at }) => at));
  expect(calls.size).toBeGreaterThanOrEqual(CALLS_OF_AN_UPDATE);
  expect(Math.max(...calls)).toBe(calls.size - 1);
});

function brokenBy(folder: string, scenario: Scenario, injection: Injection): string[] {
  const { ending, broken } = inject(folder, scenario, injection);
  held[ending] += 1;
  const { at, call, fault } = injection;
  return broken.map((what) => `${call} (call ${at}), ${JSON.stringify(fault)}: ${what}`);
}
