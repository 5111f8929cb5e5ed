import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { containerResources } from '../../catalog';
import { parseQuantity, runtimeDefaults, RUNTIMES, type Runtime } from '../../base';

type Given = NonNullable<Parameters<typeof containerResources>[1]>;

function functionResources(runtime: Runtime, given?: Given) {
  return containerResources(runtimeDefaults(runtime), given);
}

test.each(RUNTIMES)('%s has requests and a memory limit, and no CPU limit, by default', (runtime) => {
  const { requests, limits } = functionResources(runtime);
  expect(Object.keys(requests)).toEqual(['cpu', 'memory']);
  expect(Object.keys(limits)).toEqual(['memory']);
});

test('what the file says wins', () => {
  const requests = { cpu: 1, memory: '64Mi' };
  expect(functionResources('golang', { requests, limits: { cpu: 1.5 } })).toEqual({
    requests: { cpu: '1', memory: '64Mi' },
    limits: { cpu: '1.5', memory: '256Mi' },
  });
});

test('a request that is left out is at most the limit, and a limit at least the request', () => {
  expect(functionResources('nodejs', { limits: { cpu: '50m', memory: '100Mi' } })).toEqual({
    requests: { cpu: '50m', memory: '100Mi' },
    limits: { cpu: '50m', memory: '100Mi' },
  });
  expect(functionResources('nodejs', { requests: { memory: '2Gi' } })).toEqual({
    requests: { cpu: '100m', memory: '2Gi' },
    limits: { memory: '2Gi' },
  });
});

test('no default contradicts the file', () => {
  const quantity = fc.option(fc.constantFrom('1m', '1', 2, '64Mi', '300Mi', '1Gi', '3T'), { nil: undefined });
  const kinds = fc.record({ cpu: quantity, memory: quantity }).map(({ cpu, memory }) => ({
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...RUNTIMES), kinds, kinds, (runtime, requests, limits) => {
      const { requests: asked, limits: bound } = functionResources(runtime, { requests, limits });
      for (const name of ['cpu', 'memory'] as const) {
        expect(asked[name]).toBeDefined();
        if (requests[name] !== undefined) expect(asked[name]).toBe(String(requests[name]));
        if (limits[name] !== undefined) expect(bound[name]).toBe(String(limits[name]));
        // Two values of the file that contradict each other are KF204.
        const isFree = requests[name] === undefined || limits[name] === undefined;
        const [low, high] = [asked[name], bound[name] ?? asked[name]].map(
          (text) => parseQuantity(text ?? '') ?? NaN,
        );
        if (isFree) expect(low).toBeLessThanOrEqual(high ?? NaN);
      }
      expect(bound.memory).toBeDefined();
    }),
  );
});

test('docs/service.md says the defaults', () => {
  const rows = RUNTIMES.map((runtime) => {
    const { requests, limits } = functionResources(runtime);
    return [
      `\`${runtime}\``,
      String(runtimeDefaults(runtime).port),
      requests.cpu,
      requests.memory,
      limits.memory,
    ];
  });
  const told = readFileSync('docs/service.md', 'utf8')
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  for (const row of rows) expect(told).toContainEqual(row);
});

test('extended resources and space of the node are rendered as they stand', () => {
  const limits = { 'nvidia.com/gpu': 1, 'ephemeral-storage': '2Gi', memory: '16Gi' };
  expect(functionResources('python', { limits })).toEqual({
    requests: { cpu: '100m', memory: '256Mi' },
    limits: { 'nvidia.com/gpu': '1', 'ephemeral-storage': '2Gi', memory: '16Gi' },
  });
});

test('an environment changes the defaults of a runtime, one by one', () => {
  expect(runtimeDefaults('java', { java: { port: 9000 }, golang: { port: 1 } })).toEqual({
    ...runtimeDefaults('java'),
    port: 9000,
  });
});
