import type { Names } from '../base';
import type { DeclaredVirtualService } from './declare-service';
import type { DeclaredRoute } from './declare-rule';
import { identify, labelOf, type Identity, type TeamRules } from './identify';

/** The routes of one function in one function namespace. */
export interface PlacedRoutes {
  readonly service: DeclaredVirtualService;
  readonly routes: readonly DeclaredRoute[];
}

/** A function, and where its routes are. */
export interface CollectedFunction {
  /** `<team>/<name>` */
  readonly id: string;
  readonly identity: Identity;
  readonly placed: readonly PlacedRoutes[];
}

/** Two VirtualServices of one namespace that would be the same function. */
export interface Clash {
  readonly id: string;
  readonly kept: DeclaredVirtualService;
  readonly again: DeclaredVirtualService;
}

/** The functions of some VirtualServices. */
export interface CollectedFunctions {
  /** In the order of their identifiers. */
  readonly functions: readonly CollectedFunction[];
  readonly clashes: readonly Clash[];
}

/**
 * Brings together the VirtualServices of one function in all namespaces and clusters. If two of a namespace would be the same function, the second
 * is named after its own object.
 */
export function collectFunctions(
  services: readonly DeclaredVirtualService[],
  rules: TeamRules,
): CollectedFunctions {
  const found = new Map<string, { identity: Identity; placed: PlacedRoutes[] }>();
  const taken = new Map<string, DeclaredVirtualService>();
  const clashes: Clash[] = [];
  for (const service of services) {
    for (const [owner, routes] of service.routes) {
      const wanted = owner === undefined ? identify(service, rules) : identityOf(owner);
      const place = placeOf(service);
      const identity = nameOnce(wanted, service, (id) => taken.has(`${place} ${id}`));
      const id = `${identity.team}/${identity.name}`;
      const before = taken.get(`${place} ${id}`);
      if (before !== undefined) {
        clashes.push({ id, kept: before, again: service });
        continue;
      }
      taken.set(`${place} ${id}`, service);
      const one = found.get(id) ?? { identity, placed: [] };
      one.placed.push({ service, routes });
      found.set(id, one);
    }
  }
  const functions = [...found].map(([id, one]) => ({ id, ...one }));
  functions.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { functions, clashes };
}

/** Names a second VirtualService after its object. */
function nameOnce(
  wanted: Identity,
  { name }: DeclaredVirtualService,
  isTaken: (id: string) => boolean,
): Identity {
  if (!isTaken(`${wanted.team}/${wanted.name}`)) return wanted;
  const label = labelOf(name.slice(name.indexOf('/') + 1));
  const start = `${wanted.team}-`;
  return { ...wanted, name: label.startsWith(start) ? label.slice(start.length) : label, nameFrom: 'object' };
}

function identityOf(owner: string): Identity {
  const [team = '', name = ''] = owner.split('/');
  return { team, name, ksvc: `${team}-${name}`, nameFrom: 'annotation', teamFrom: 'annotation' };
}

function placeOf({ found }: DeclaredVirtualService): string {
  return `${found.source.cluster.name}/${found.namespace}`;
}

/** The name of the VirtualService that KFaas renders for a function in place of one. */
export function takenOverName(
  { id }: Pick<CollectedFunction, 'id'>,
  { found }: DeclaredVirtualService,
  names: Names,
): string {
  return `${names.namespace}/${names.virtualServiceName(found.namespace, id.replace('/', '-'))}`;
}
