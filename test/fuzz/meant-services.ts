import { meantPod, renderedPod } from './meant-pods';

/*
 * What a Knative Service should run, told a second time: by the tables for function owners in docs/service.md, and by
 * what Knative's releases take.
 */

/** A mapping of a file. */
type Mapping = Readonly<Record<string, unknown>>;

/** What each pod has where its function's file does not say so. */
const BY_RUNTIME: Readonly<Record<string, { request: string; limit: string }>> = {
  nodejs: { request: '256Mi', limit: '512Mi' },
  python: { request: '256Mi', limit: '512Mi' },
  cpp: { request: '128Mi', limit: '512Mi' },
  golang: { request: '128Mi', limit: '256Mi' },
  java: { request: '512Mi', limit: '1Gi' },
};
const cpuRequest = (runtime: unknown) => (runtime === 'java' ? '200m' : '100m');

/** The release of Knative from which on the webhook takes a field, and the API server keeps it. */
const TAKEN_SINCE = {
  runAsUser: [0, 6],
  readOnlyRootFilesystem: [0, 21],
  capabilities: [0, 24],
  runAsNonRoot: [0, 25],
  automountServiceAccountToken: [0, 25],
  allowPrivilegeEscalation: [1, 8],
  seccompProfile: [1, 9],
} as const;

/** The image, the resources, the scale in whatever annotations, and what the container may do. */
export function meantService(service: Mapping, runtime: unknown, knative: string): unknown {
  const { image, scale, resources, security } = service;
  const { min, max, concurrency } = (scale ?? {}) as Mapping;
  const scales = [min, max].filter((bound) => bound !== undefined).map(String);
  const may = meantSecurity((security ?? {}) as Mapping, knative);
  return {
    image,
    ...meantResources((resources ?? {}) as Mapping, runtime),
    scales,
    concurrency,
    ...may,
    pod: meantPod(service),
  };
}

/** What the file says, and of the rest what the runtime has by default, unless the file would contradict it. */
function meantResources(resources: Mapping, runtime: unknown): { requests: unknown; limits: unknown } {
  const texts = (quantities: unknown) =>
    Object.fromEntries(
      Object.entries((quantities ?? {}) as Mapping).map(([name, value]) => [name, String(value)]),
    );
  const [requests, limits] = [texts(resources.requests), texts(resources.limits)];
  const { request = '', limit = '' } = BY_RUNTIME[String(runtime)] ?? {};
  const atMost = (own: string, bound = own) => (amount(bound) < amount(own) ? bound : own);
  const atLeast = (own: string, bound = own) => (amount(bound) > amount(own) ? bound : own);
  return {
    requests: {
      cpu: atMost(cpuRequest(runtime), limits.cpu),
      memory: atMost(request, limits.memory),
      ...requests,
    },
    limits: { memory: atLeast(limit, requests.memory), ...limits },
  };
}

/** The amount of a quantity of Kubernetes, rounded once. */
function amount(quantity: string): number {
  const [, digits = '', unit = '', binary = ''] = /^([\d.]+)([mkKMGT]?)(i?)$/.exec(quantity) ?? [];
  if (digits === '') throw new Error(`${quantity} is no quantity`);
  if (unit === 'm') return Number(digits) / 1000;
  return (
    Number(digits) *
    (binary === 'i' ? 1024 : 1000) ** ['', 'k', 'M', 'G', 'T'].indexOf(unit.replace('K', 'k'))
  );
}

/** What `restricted` asks for, unless the file says otherwise, as far as that Knative takes it. */
function meantSecurity(security: Mapping, knative: string): Mapping {
  const { reason, runAsUser, runAsNonRoot, allowPrivilegeEscalation, ...told } = withDefaults(security);
  const { drop, type, automountServiceAccountToken } = told;
  const loosens = standardOf(security) !== 'restricted' || automountServiceAccountToken === true;
  const taken = ([field]: readonly [string, unknown]) => takes(knative, field as keyof typeof TAKEN_SINCE);
  const securityContext = Object.entries({
    runAsUser,
    runAsNonRoot,
    allowPrivilegeEscalation,
    capabilities: { drop },
    seccompProfile: { type },
    ...(security.readOnlyRootFilesystem === true ? { readOnlyRootFilesystem: true } : {}),
  }).filter(taken);
  // Knative takes no true, which is also what it has by default.
  const hidesToken = automountServiceAccountToken === false && takes(knative, 'automountServiceAccountToken');
  return {
    mayDo: Object.fromEntries(securityContext),
    token: hidesToken ? false : undefined,
    // Without one, nothing is to be rendered.
    reason: loosens ? (reason ?? 'is missing') : undefined,
  };
}

function withDefaults(security: Mapping) {
  const { runAsNonRoot = true, allowPrivilegeEscalation = false } = security;
  const { drop } = (security.capabilities ?? { drop: ['ALL'] }) as { drop: readonly string[] };
  const { type } = (security.seccompProfile ?? { type: 'RuntimeDefault' }) as Mapping;
  const { reason, runAsUser, automountServiceAccountToken = false } = security;
  const container = { runAsUser, runAsNonRoot, allowPrivilegeEscalation, drop, type };
  return { ...container, automountServiceAccountToken, reason };
}

/** The Pod Security standards, the strictest first. */
const STANDARDS = ['restricted', 'baseline', 'privileged'] as const;

/** The strictest standard that a function keeps to. */
function standardOf(security: Mapping): (typeof STANDARDS)[number] {
  const { runAsNonRoot, allowPrivilegeEscalation, drop, type } = withDefaults(security);
  if (type === 'Unconfined') return 'privileged';
  const isRestricted = runAsNonRoot === true && allowPrivilegeEscalation === false && drop.includes('ALL');
  return isRestricted ? 'restricted' : 'baseline';
}

/**
 * The strictest standard to which everything in the function namespaces of a cluster keeps.
 * @param services the Knative Services of the catalog's files, by their names
 * @param used the names of those to which functions send requests
 */
export function meantStandard(
  services: Readonly<Record<string, Mapping>>,
  used: readonly string[],
  knative: string,
): string {
  // Up to 1.11, Knative's own container in each pod has no seccomp profile.
  const isUnknown = used.some((name) => !Object.hasOwn(services, name)) || !isSince(knative, [1, 12]);
  const declared = Object.values(services).map(({ security }) => standardOf((security ?? {}) as Mapping));
  // What it does not take is not rendered: then nobody is more than the container runtime lets all be.
  const own = takes(knative, 'seccompProfile') ? declared : [];
  return [...own, ...(isUnknown ? (['baseline'] as const) : [])].reduce<(typeof STANDARDS)[number]>(
    (loosest, standard) => (STANDARDS.indexOf(standard) > STANDARDS.indexOf(loosest) ? standard : loosest),
    'restricted',
  );
}

function takes(knative: string, field: keyof typeof TAKEN_SINCE): boolean {
  return isSince(knative, TAKEN_SINCE[field]);
}

function isSince(
  version: string,
  [sinceMajor, sinceMinor]: readonly [major: number, minor: number],
): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

/** The same of a Knative Service that was read back. */
export function ranBy(object: unknown): unknown {
  const { metadata, spec } = object as {
    metadata: { annotations?: Mapping };
    spec: { template: { metadata?: { annotations?: Mapping }; spec: Mapping } };
  };
  const { containerConcurrency, containers, automountServiceAccountToken } = spec.template.spec;
  const [{ image, resources, securityContext = {} } = {}] = containers as readonly Mapping[];
  const { requests = {}, limits = {} } = (resources ?? {}) as Mapping;
  const scales = ['min', 'max'].flatMap((bound) =>
    Object.entries(spec.template.metadata?.annotations ?? {}).flatMap(([name, value]) =>
      new RegExp(`/${bound}-?scale$`, 'i').test(name) ? [value] : [],
    ),
  );
  return {
    ...{ image, requests, limits, scales, concurrency: containerConcurrency, mayDo: securityContext },
    ...{ token: automountServiceAccountToken, reason: metadata.annotations?.['kfaas.io/security-reason'] },
    pod: renderedPod(spec.template),
  };
}
