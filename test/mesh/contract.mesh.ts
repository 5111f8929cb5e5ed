import { CONTRACT_CASES, type ContractCase } from '../routing/contract-cases';
import { NOW } from '../routing/contract-builders';
import { findBinaries } from './binaries';
import { startMesh, type Mesh } from './mesh';
import { inOwnNamespaces } from './own-namespaces';
import { inexpressible, tellingObjects } from './telling-objects';

const binaries = findBinaries();
const present = 'missing' in binaries ? undefined : binaries;
const cases = CONTRACT_CASES.filter(({ istio }) => istio === NOW);
const isAsked = (one: ContractCase) => inexpressible(one) === undefined;
const asked = cases.filter(isAsked).map((one, at) => inOwnNamespaces(one, `c${at}-`));
const left = cases.filter((one) => !isAsked(one));

if (present === undefined) {
  const { missing } = binaries as { readonly missing: readonly string[] };
  process.stderr.write(`SKIPPED: ${asked.length} contract cases; missing: ${missing.join(', ')}\n`);
}

(present === undefined ? describe.skip : describe)('istiod and Envoy answer the contract cases', () => {
  let mesh: Mesh;
  beforeAll(async () => {
    if (present === undefined) return;
    mesh = await startMesh(present, [...new Set(asked.map(({ gateway }) => gateway))]);
    await mesh.load(asked.flatMap(({ virtualServices }) => tellingObjects(virtualServices)));
  }, 120_000);
  afterAll(() => mesh.stop());

  test.each(asked.map((one) => [one.name, one] as const))('%s', async (_, { gateway, requests }) => {
    for (const { request, answer } of requests) {
      const { status, body } = await mesh.send(gateway, request);
      // Envoy tells the rule, not which of its matches. It refuses methods that it does not know (400) before it routes.
      const expected = answer && `${answer.virtualService} ${answer.rule}`;
      expect({ request, answer: status === 404 || status === 400 ? undefined : body }).toEqual({
        request,
        answer: expected,
      });
    }
  });
});

test('cases that this mesh cannot be asked are few, and each has a reason', () => {
  const reasons = left.map((one) => `${one.name}: ${inexpressible(one) ?? ''}`);
  expect(reasons).toMatchSnapshot();
  expect(left.length).toBeLessThan(cases.length / 5);
});
