import { guessedRuntime } from '../../../takeover/service/guessed-runtime';

type Mapping = Readonly<Record<string, unknown>>;

const guessed = (container: Mapping, labels?: Mapping) =>
  guessedRuntime({ metadata: { labels }, spec: { template: { spec: { containers: [container] } } } });

test.each<[Mapping, string, string]>([
  [{ command: ['/usr/local/bin/node', 'x'] }, 'nodejs', 'the program node'],
  [{ command: ['sh', '-c', 'exec python3.12 -m app'] }, 'python', 'the program python3.12'],
  [{ args: ['-jar', '/app/shop.jar'] }, 'java', 'the program shop.jar'],
  [{ env: [{ name: 'A' }, { name: 'GOMEMLIMIT' }] }, 'golang', 'the variable GOMEMLIMIT'],
  [{ env: [{ name: 'PYTHONPATH' }], image: 'node/a:1' }, 'python', 'the variable PYTHONPATH'],
  [{ image: 'registry.example.com/base/openjdk17:1' }, 'java', 'in its image the word openjdk17'],
  [{ image: 'registry.example.com/media/c++/convert:1' }, 'cpp', 'in its image the word cpp'],
  // The registry's name says nothing of a function, and neither does a part of a word.
  [{ image: 'node.example.com:5000/saas/mongodb:1' }, 'nodejs', 'nothing tells it, and nodejs is usual'],
  [{ image: 'a:1', ports: [{ containerPort: 5000 }] }, 'python', 'the port 5000'],
  [{}, 'nodejs', 'nothing tells it, and nodejs is usual'],
])('%j is of a runtime that is told by a sign', (container, runtime, from) => {
  expect(guessed(container)).toEqual({ runtime, from });
});

test('the label of KFaas goes first, where it names a runtime', () => {
  const container = { image: 'registry.example.com/python:3' };
  const from = 'the label kfaas.io/runtime';
  expect(guessed(container, { 'kfaas.io/runtime': 'cpp' })).toEqual({ runtime: 'cpp', from });
  expect(guessed(container, { 'kfaas.io/runtime': 'rust' })).toMatchObject({ runtime: 'python' });
});
