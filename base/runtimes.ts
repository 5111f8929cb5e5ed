/** The languages that functions are written in. */
export const RUNTIMES = ['nodejs', 'python', 'cpp', 'golang', 'java'] as const;

/** A language that functions are written in. */
export type Runtime = (typeof RUNTIMES)[number];

/** What a function of a runtime gets that its file does not say. */
export interface RuntimeDefaults {
  /** The port on which it listens; the process sees it as `PORT`. */
  readonly port: number;
  /** CPU that each pod is promised, as a Kubernetes quantity. */
  readonly cpu: string;
  /** Memory that each pod is promised, and that it may use at most, as Kubernetes quantities. */
  readonly memory: { readonly request: string; readonly limit: string };
  /** The path of its readiness probe. @default - whether the port is open */
  readonly readinessPath?: string;
  /** The path of its liveness probe. @default - it has none */
  readonly livenessPath?: string;
}

/** What an environment says otherwise, by runtime. */
export type RuntimeTable = Readonly<Partial<Record<Runtime, Partial<RuntimeDefaults>>>>;

/** Where Knative sends requests if a Knative Service says nothing. */
export const KNATIVE_PORT = 8080;

/**
 * Ports on which Knative's own container beside each function listens; the webhook refuses them (serving, `pkg/networking/constants.go`,
 * and the port of its profiler).
 */
export const RESERVED_PORTS: readonly number[] = [8008, 8012, 8013, 8022, 9090, 9091];

/**
 * Enough for a process of the runtime that starts and answers, small enough for a node to hold many. V8 and CPython hold on to a
 * heap; what is compiled needs little until its own code does; a JVM takes a quarter of its limit for the heap unless it is told otherwise.
 */
const DEFAULTS: Readonly<Record<Runtime, RuntimeDefaults>> = {
  nodejs: { port: KNATIVE_PORT, cpu: '100m', memory: { request: '256Mi', limit: '512Mi' } },
  python: { port: KNATIVE_PORT, cpu: '100m', memory: { request: '256Mi', limit: '512Mi' } },
  cpp: { port: KNATIVE_PORT, cpu: '100m', memory: { request: '128Mi', limit: '512Mi' } },
  golang: { port: KNATIVE_PORT, cpu: '100m', memory: { request: '128Mi', limit: '256Mi' } },
  java: { port: KNATIVE_PORT, cpu: '200m', memory: { request: '512Mi', limit: '1Gi' } },
};

/** The defaults of a runtime, with what an environment says otherwise. */
export function runtimeDefaults(runtime: Runtime, table: RuntimeTable = {}): RuntimeDefaults {
  return { ...DEFAULTS[runtime], ...table[runtime] };
}
