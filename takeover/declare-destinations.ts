import { isMapping } from '../base';
import type { RouteDeclaration } from '../catalog';
import { HOST } from './declare-treatment';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';
import { hostKey } from '../routing';
import { knativeHost, knativeServiceOf, type RouteContext } from './route-context';

type Backend = NonNullable<RouteDeclaration['backends']>[number];

/**
 * Declares where a rule sends requests. A destination on the local gateway is the Knative Service that the authority names; the rule's authority
 * overrides those of its destinations, as in Istio.
 *
 * Example: two destinations on the local gateway, with weights 90 and 10 and each with a Host of its own, become two backends.
 * @param authority what the rule rewrites the authority to; undefined if it does not
 */
export function declareDestinations(
  rule: FieldReader,
  authority: string | undefined,
  context: RouteContext,
  remarks: Remarks,
): readonly Backend[] {
  const entries = rule.list('route') ?? [];
  const path = [...rule.path, 'route'];
  const read = entries.flatMap((entry, index) => {
    if (isMapping(entry)) return [new FieldReader(entry, [...path, index], remarks)];
    remarks.refuse([...path, index], 'is no mapping');
    return [];
  });
  const backends = read.map((fields) =>
    declareDestination(fields, authority, context, remarks, read.length > 1),
  );
  const declared = backends.filter((backend) => backend !== undefined);
  const total = declared.reduce((sum, { weight = 100 }) => sum + weight, 0);
  if (declared.length === read.length && read.length > 0 && total !== 100) {
    remarks.refuse(path, `has weights that make ${total}, and not 100`);
  }
  return declared;
}

function declareDestination(
  fields: FieldReader,
  authority: string | undefined,
  context: RouteContext,
  remarks: Remarks,
  isSplit: boolean,
): Backend | undefined {
  const weight = fields.number('weight') ?? (isSplit ? 0 : 100);
  const host = hostSetBy(fields);
  const destination = fields.fields('destination');
  const service = destination?.text('host');
  const port = destination?.fields('port')?.number('number');
  fields.finish();
  destination?.finish(
    destination.names().includes('subset') ? 'names a subset, and functions have none' : undefined,
  );
  if (service === undefined) {
    remarks.refuse(fields.path, 'has no destination');
    return undefined;
  }
  const full = hostKey(service, context.ownNamespace);
  if (!context.localGateways.has(full)) {
    remarks.refuse(
      [...fields.path, 'destination', 'host'],
      `leads to ${full}, which is not the local gateway`,
    );
    return undefined;
  }
  checkGateway(full, port, fields, context, remarks);
  return backendOf(authority ?? host, weight, isSplit, fields, context, remarks);
}

function backendOf(
  sent: string | undefined,
  weight: number,
  isSplit: boolean,
  fields: FieldReader,
  { namespace }: RouteContext,
  remarks: Remarks,
): Backend | undefined {
  if (sent === undefined) {
    remarks.refuse(fields.path, 'does not say which Knative Service: it keeps the Host of the request');
    return undefined;
  }
  const named = knativeServiceOf(sent);
  if (named?.namespace !== namespace) {
    remarks.refuse(fields.path, `sends requests as ${sent}, which is no Knative Service of ${namespace}`);
    return undefined;
  }
  const full = knativeHost(named.service, namespace);
  if (full !== sent) {
    remarks.correct(
      'gateway-name',
      fields.path,
      'the Host is written in full, as <service>.<namespace>.svc.cluster.local',
    );
  }
  return isSplit ? { service: named.service, weight } : { service: named.service };
}

/** Notes that the requests go to the local gateway of this cluster's versions by another name, or another port. */
function checkGateway(
  full: string,
  port: number | undefined,
  { path }: FieldReader,
  { profile: { localGateway } }: RouteContext,
  remarks: Remarks,
): void {
  const own = `${localGateway.serviceHost}:${localGateway.port}`;
  const named = `${full}:${port ?? localGateway.port}`;
  if (named === own) return;
  remarks.correct(
    'gateway-name',
    [...path, 'destination'],
    `${named} is now ${own}, the local gateway of these versions`,
  );
}

/** The Host that a destination sets; the rest of its headers cannot be said. */
function hostSetBy(fields: FieldReader): string | undefined {
  const request = fields.fields('headers')?.fields('request');
  const set = request?.fields('set');
  const name = set?.names().find((key) => HOST.test(key));
  const host = name === undefined ? undefined : set?.text(name);
  set?.finish('is a header of one destination');
  request?.finish('changes headers of one destination');
  return host;
}
