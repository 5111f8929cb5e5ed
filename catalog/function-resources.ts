import { parseQuantity, type RuntimeDefaults } from '../base';
import type { ServiceDeclaration } from './declaration';

/** Resources of a container by their names, as Kubernetes quantities: `cpu`, `memory`, `nvidia.com/gpu`. */
export type Amounts = Readonly<Record<string, string>>;

/** What a container is promised and may use. Each has requests of CPU and memory, and a limit of memory. */
export interface ContainerResources {
  readonly requests: Amounts;
  /** No limit of CPU by default: it slows a function down while the node idles. */
  readonly limits: Amounts;
}

/** What a sidecar, or a container that runs before, gets that says nothing. */
export const BESIDE_DEFAULTS: Pick<RuntimeDefaults, 'cpu' | 'memory'> = {
  cpu: '50m',
  memory: { request: '64Mi', limit: '128Mi' },
};

/**
 * The resources of a container: what the file says, and the default for the rest. A default never contradicts the file: a request that
 * is left out is at most the limit that is given, and a limit at least the request.
 */
export function containerResources(
  { cpu, memory }: Pick<RuntimeDefaults, 'cpu' | 'memory'>,
  { requests = {}, limits = {} }: NonNullable<ServiceDeclaration['resources']> = {},
): ContainerResources {
  const [asked, bound] = [texts(requests), texts(limits)];
  return {
    requests: {
      cpu: lower(cpu, bound.cpu),
      memory: lower(memory.request, bound.memory),
      ...asked,
    },
    limits: {
      ...(bound.cpu === undefined ? {} : { cpu: bound.cpu }),
      memory: higher(memory.limit, asked.memory),
      ...bound,
    },
  };
}

/** Quantities as text, whichever way the catalog spells them: `cpu: 1` is a number in YAML. */
function texts(amounts: Readonly<Record<string, string | number | undefined>>): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, String(amount)]],
    ),
  );
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
