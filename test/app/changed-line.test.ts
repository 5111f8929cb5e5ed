import { changedLine } from '../../app/changed-line';

const BEFORE = `# A comment
runtime: nodejs
routes:
  - match: { prefix: /faas/api/saas/a/ }
    timeout: 10s
    retries: { attempts: 1, perTryTimeout: 2s }
backends:
  - { service: saas-a, weight: 90 }
  - { service: saas-a-green, weight: 10 }
`;

test('a risk points at the changed line that names its subject', () => {
  const after = BEFORE.replace('10s', '5s')
    .replace('attempts: 1', 'attempts: 3')
    .replace('90', '80')
    .replace('10 }', '20 }');
  expect(changedLine(BEFORE, after, 'KF807')).toEqual({ line: 6, column: 5 });
  expect(changedLine(BEFORE, after, 'KF806')).toEqual({ line: 8, column: 3 });
  // The first line that changes, where the code has no subject.
  expect(changedLine(BEFORE, after, 'KF801')).toEqual({ line: 5, column: 5 });
  // Or where no changed line names it.
  expect(changedLine(BEFORE, after, 'KF809')).toEqual({ line: 5, column: 5 });
});

test('a line that is gone is the line in its place', () => {
  const after = BEFORE.replace('    timeout: 10s\n', '');
  expect(changedLine(BEFORE, after, 'KF808')).toEqual({ line: 5, column: 5 });
  expect(changedLine(BEFORE, BEFORE.replace(/ {2}- \{ service: saas-a-green.*\n/, ''), 'KF801')).toEqual({
    line: 8,
    column: 3,
  });
});

test('a file that is new is pointed at where it names the subject, past its comments', () => {
  expect(changedLine(undefined, BEFORE, 'KF806')).toEqual({ line: 8, column: 3 });
  expect(changedLine(undefined, BEFORE, 'KF802')).toEqual({ line: 2, column: 1 });
});

test('texts that are the same, or empty, have their first line', () => {
  expect(changedLine(BEFORE, BEFORE, 'KF801')).toEqual({ line: 1, column: 1 });
  expect(changedLine('', '', 'KF801')).toEqual({ line: 1, column: 1 });
});
