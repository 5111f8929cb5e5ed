import fc from 'fast-check';
import { RUNTIMES, type Runtime, type RuntimeTable } from '../../../base';
import { serviceSchema } from '../../../catalog/service-schema';
import { serviceProblems, type ServiceDeclaration } from '../../../catalog';
import { workloadRenderer } from '../../../constructs';
import { toYamlDocuments } from '../../../manifests';
import { platformProfile, type PlatformProfile } from '../../../platform';
import { declaredService } from '../../../takeover/service';
import { fromServer } from '../../fixtures/knative-defaults';
import { STACKS } from '../../fixtures/platform-clusters';
import { RANDOM_KSVC, randomServices } from '../../fixtures/random-services';
import { byRunLength } from '../../properties/run-length';

type Stack = keyof typeof STACKS;

const PROFILES = new Map(
  Object.entries(STACKS).map(([name, versions]) => [
    name as Stack,
    platformProfile({ versions, overrides: { namespaceLabel: 'name' } }).profile,
  ]),
);

function profileOf(stack: Stack): PlatformProfile {
  const profile = PROFILES.get(stack);
  if (profile === undefined) throw new Error(`no profile of ${stack}`);
  return profile;
}

const ENVIRONMENTS: readonly {
  imagePullSecrets?: string[];
  runtimes?: RuntimeTable;
  requestsPerFunction?: number;
}[] = [
  {},
  { imagePullSecrets: ['a', 'registry'], requestsPerFunction: 500 },
  { runtimes: { nodejs: { port: 3000, readinessPath: '/ready', livenessPath: '/live', cpu: '1' } } },
];

const NAMESPACE = 'faas-alpha';

const render = workloadRenderer();

interface Case {
  readonly service: ServiceDeclaration;
  readonly runtime: Runtime;
  readonly stack: Stack;
  readonly environment: (typeof ENVIRONMENTS)[number];
  readonly calls: readonly string[];
}

const cases = fc.record({
  service: randomServices(),
  runtime: fc.constantFrom(...RUNTIMES),
  stack: fc.constantFrom(...PROFILES.keys()),
  environment: fc.constantFrom(...ENVIRONMENTS),
  calls: fc.constantFrom([], ['orders'], ['acquired/stock', 'orders']),
});

/** What a case renders, as plain values. */
function rendered({ service, runtime, stack, environment, calls }: Case) {
  return render({
    function: {
      ...{ team: 'saas', name: 'a', ksvc: RANDOM_KSVC, runtime, routes: [], calls, service },
      ...{ backends: [], before: [], deployedElsewhere: [], rollout: undefined },
    },
    ...{ service, profile: profileOf(stack), namespace: NAMESPACE, runtimes: environment.runtimes },
    imagePullSecrets: environment.imagePullSecrets,
    requests: environment.requestsPerFunction ?? 100,
  });
}

const textOf = ({ service, destinationRules }: ReturnType<typeof rendered>) =>
  toYamlDocuments([service, ...destinationRules]);

/** Whether a declaration says nothing that could be left out. */
function isSmallest(given: Case): boolean {
  const text = textOf(rendered(given));
  return Object.keys(given.service).every((field) => {
    const rest = Object.fromEntries(Object.entries(given.service).filter(([name]) => name !== field));
    if (serviceProblems(rest, RANDOM_KSVC).length > 0) return true;
    return textOf(rendered({ ...given, service: rest as ServiceDeclaration })) !== text;
  });
}

test('what is rendered from a random declaration becomes a declaration that renders the same bytes', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(cases, (given) => {
      const objects = rendered(given);
      const { environment, calls } = given;
      const profile = profileOf(given.stack);
      const declared = declaredService({ ...objects, profile, environment, calls });
      expect(declared.outside).toEqual([]);
      expect(declared).toMatchObject({ runtime: given.runtime, runtimeFrom: 'the label kfaas.io/runtime' });
      const { service } = declared;
      if (service === undefined) throw new Error('no declaration');
      expect(serviceProblems(service, RANDOM_KSVC)).toEqual([]);
      expect(declared.calls ?? []).toEqual(calls);
      expect(textOf(rendered({ ...given, service }))).toBe(textOf(objects));
      expect(isSmallest({ ...given, service })).toBe(true);
      for (const field of Object.keys(service)) seen.add(field);
    }),
    { numRuns: byRunLength({ quick: 30, long: 500 }) },
  );
  // A generator whose declarations never have a field would show nothing of it.
  expect([...seen].sort()).toEqual(Object.keys(serviceSchema.shape).sort());
});

test('what an API server gives of it becomes no larger declaration, and nothing is outside', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { service, destinationRules } = rendered(given);
      const { environment, calls } = given;
      const input = { destinationRules, profile: profileOf(given.stack), environment, calls };
      const declared = declaredService({ ...input, service: fromServer(service) });
      expect(declared.outside).toEqual([]);
      const written = declaredService({ ...input, service });
      const fields = (value: unknown) => Object.keys(value ?? {}).length;
      expect(fields(declared.service)).toBeLessThanOrEqual(fields(written.service));
    }),
    { numRuns: byRunLength({ quick: 15, long: 300 }) },
  );
});
