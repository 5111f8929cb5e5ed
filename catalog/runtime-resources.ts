import { parseQuantity } from '../base';
import type { FunctionDeclaration, ServiceDeclaration } from './declaration';

/** CPU and memory of each pod of a function, as Kubernetes quantities. Every function has both requests and a memory limit. */
export interface FunctionResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: {
    /** @default - no limit: a limit on CPU slows a function down while the node idles */
    readonly cpu?: string;
    readonly memory: string;
  };
}

type Runtime = FunctionDeclaration['runtime'];

/**
 * What a function gets that says nothing: enough for a process of the runtime that starts and answers, small enough
 * for a node to hold many. V8 and CPython hold on to a heap; what is compiled needs little until its own code does.
 */
const DEFAULTS: Readonly<
  Record<Runtime, { readonly cpu: string; readonly memory: readonly [request: string, limit: string] }>
> = {
  nodejs: { cpu: '100m', memory: ['256Mi', '512Mi'] },
  python: { cpu: '100m', memory: ['256Mi', '512Mi'] },
  cpp: { cpu: '100m', memory: ['128Mi', '512Mi'] },
  golang: { cpu: '100m', memory: ['128Mi', '256Mi'] },
};

/**
 * CPU and memory of a function: what its file says, and the runtime's default for the rest. A default never contradicts the
 * file: a request that is left out is at most the limit that is given, and a limit at least the request.
 */
export function functionResources(
  runtime: Runtime,
  { requests = {}, limits = {} }: NonNullable<ServiceDeclaration['resources']> = {},
): FunctionResources {
  const { cpu, memory } = DEFAULTS[runtime];
  const [memoryRequest, memoryLimit] = memory;
  return {
    requests: {
      cpu: text(requests.cpu) ?? lower(cpu, text(limits.cpu)),
      memory: text(requests.memory) ?? lower(memoryRequest, text(limits.memory)),
    },
    limits: {
      ...(limits.cpu === undefined ? {} : { cpu: String(limits.cpu) }),
      memory: text(limits.memory) ?? higher(memoryLimit, text(requests.memory)),
    },
  };
}

/** A quantity as text, whichever way the catalog spells it: `cpu: 1` is a number in YAML. */
function text(quantity: string | number | undefined): string | undefined {
  return quantity === undefined ? undefined : String(quantity);
}

function lower(quantity: string, given: string | undefined): string {
  return given !== undefined && amount(given) < amount(quantity) ? given : quantity;
}

function higher(quantity: string, given: string | undefined): string {
  return given !== undefined && amount(given) > amount(quantity) ? given : quantity;
}

/** What is no quantity was reported, and nothing is rendered then. */
function amount(quantity: string): number {
  return parseQuantity(quantity) ?? 0;
}
