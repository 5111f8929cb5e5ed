import {
  virtualServiceChanges,
  type RolloutStep,
  type RouteTable,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from '../../../routing';
import type { HostLocation } from '../clusters';
import { listPairs, type ListPair } from '../requests';

/** The changes of the VirtualServices of a host on one listener. */
export interface ListenerChanges {
  readonly port: number | undefined;
  readonly changes: VirtualServiceChanges;
}

/** The tables of one host on one Gateway before and after, read by the rules of one Istio version. */
export interface HostTables {
  /** Undefined if the snapshot has none. */
  readonly before: RouteTable | undefined;
  readonly after: RouteTable | undefined;
  /** The snapshot in which a wildcard serves the host. @default - neither */
  readonly served?: 'before' | 'after';
  /** Whether a wildcard would serve the host if it had no VirtualService of its own. @default false */
  readonly isBelowWildcard?: boolean;
  /** The host. Its port is ignored: all listeners are analyzed together. */
  readonly where: HostLocation;
  /** Why the analysis cannot reach a conclusion. @default - it can */
  readonly doubt?: string;
}

/** The full names of a cluster's VirtualServices before and after. */
export interface VirtualServiceNames {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** A host and the changes on its listeners. */
export interface AppliedHost {
  readonly tables: HostTables;
  readonly listeners: readonly ListenerChanges[];
  readonly doubt: string | undefined;
}

/** Returns the changes of the VirtualServices of a host. */
export function appliedHost(tables: HostTables, names: VirtualServiceNames): AppliedHost {
  const { before, after, where } = tables;
  const { host, gateways } = where;
  const listeners = listPairs({ host, gateways, oldGateways: gateways, before, after }).map(
    (pair: ListPair): ListenerChanges => {
      const { port } = pair;
      const changes = virtualServiceChanges(pair.before, pair.after);
      return { port, changes: { ...changes, changes: changes.changes.map(asApplied) } };
    },
  );
  const doubts = [tables.doubt, ...listeners.map(({ changes }) => changes.doubt)];
  return { tables, listeners, doubt: doubts.find((text) => text !== undefined) };

  /** A VirtualService that exists before and after is changed, even if it joins or leaves the host. */
  function asApplied(change: VirtualServiceChange): VirtualServiceChange {
    const { virtualService } = change.step;
    const exists = names.before.has(virtualService) && names.after.has(virtualService);
    return exists ? { ...change, step: { action: 'change', virtualService } } : change;
  }
}

/**
 * Groups hosts that share an applied VirtualService, directly or through other hosts: the connected components. Groups
 * keep the order of their first hosts. For example, hosts with the steps {a}, {b} and {a, b} form one group.
 */
export function hostGroups(hosts: readonly AppliedHost[]): readonly (readonly AppliedHost[])[] {
  interface Group {
    readonly members: AppliedHost[];
    readonly names: string[];
  }
  const groups = new Set<Group>();
  const groupOf = new Map<string, Group>();
  for (const host of hosts) {
    const joined: Group = {
      members: [host],
      names: stepsOf(host.listeners).map(({ virtualService }) => virtualService),
    };
    for (const name of joined.names) {
      const known = groupOf.get(name);
      if (known === undefined || !groups.delete(known)) continue;
      joined.members.unshift(...known.members);
      joined.names.push(...known.names);
    }
    groups.add(joined);
    for (const name of joined.names) groupOf.set(name, joined);
  }
  return [...groups].map(({ members }) => members);
}

/** Returns all steps, one for each VirtualService. */
export function stepsOf(listeners: readonly ListenerChanges[]): readonly RolloutStep[] {
  const found = new Map<string, RolloutStep>();
  for (const { changes } of listeners) {
    for (const { step } of changes.changes) found.set(step.virtualService, step);
  }
  return [...found.values()];
}
