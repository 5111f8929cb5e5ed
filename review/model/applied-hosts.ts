import {
  virtualServiceChanges,
  type RouteTable,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from '../../routing';
import type { HostPlace } from './place';
import type { RolloutStep } from './rollout';
import { listPairs, type ListPair } from './table-pairs';

/** What is done to the VirtualServices of a host, as one of its listeners has it. */
export interface ListenerChanges {
  readonly port: number | undefined;
  readonly changes: VirtualServiceChanges;
}

/** The tables of one host on one Gateway, read by the rules of one Istio version. */
export interface HostTables {
  /** Undefined where the side has none. */
  readonly before: RouteTable | undefined;
  readonly after: RouteTable | undefined;
  /** The side on which a wildcard serves the host. @default - neither */
  readonly served?: 'before' | 'after';
  /** Whether a wildcard would serve the host were there none of its own. @default false */
  readonly isBelowWildcard?: boolean;
  /** The host; its port is not looked at, all listeners are judged together. */
  readonly where: HostPlace;
  /** Why nothing can be said of it. @default - it can */
  readonly doubt?: string;
}

/** The full names of a cluster's VirtualServices. */
export interface StandingNames {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** A host, and what is done there. */
export interface AppliedHost {
  readonly tables: HostTables;
  readonly listeners: readonly ListenerChanges[];
  readonly doubt: string | undefined;
}

/** Works out what is done to the VirtualServices of a host. */
export function appliedHost(tables: HostTables, { before: old, after: now }: StandingNames): AppliedHost {
  const { before, after, where } = tables;
  const { host, gateways } = where;
  const listeners = listPairs({ host, gateways, oldGateways: gateways, before, after }).map(
    ({ port, before: base, after: head }: ListPair): ListenerChanges => {
      const changes = virtualServiceChanges(base, head);
      return { port, changes: { ...changes, changes: changes.changes.map(asApplied) } };
    },
  );
  const doubts = [tables.doubt, ...listeners.map(({ changes }) => changes.doubt)];
  return { tables, listeners, doubt: doubts.find((text) => text !== undefined) };

  /** One that comes to the host or leaves it may have stood before, or may go on elsewhere: then it is changed. */
  function asApplied(change: VirtualServiceChange): VirtualServiceChange {
    const { virtualService } = change.step;
    const stands = old.has(virtualService) && now.has(virtualService);
    return stands ? { ...change, step: { action: 'change', virtualService } } : change;
  }
}

/** Takes hosts together that share a VirtualService to which something is done, in the order of the first of each. */
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

/** All that is done, once for each VirtualService. */
export function stepsOf(listeners: readonly ListenerChanges[]): readonly RolloutStep[] {
  const found = new Map<string, RolloutStep>();
  for (const { changes } of listeners) {
    for (const { step } of changes.changes) found.set(step.virtualService, step);
  }
  return [...found.values()];
}
