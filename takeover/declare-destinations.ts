import { isMapping } from '../base';
import type { RouteDeclaration } from '../catalog';
import { ksvcHost } from '../constructs';
import type { ValuePath } from '../shape';
import { declareHeaders, withoutUnset } from './declare-treatment';
import { FieldReader } from './field-reader';
import type { Remarks } from './remarks';
import { hostKey, hostSetBy } from '../routing';
import { knativeServiceOf, shortName, type RouteContext } from './route-context';

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
  const sent = authority ?? hostSetBy({ headers: fields.peek('headers') });
  const headers = declareHeaders(fields, context);
  const destination = fields.fields('destination');
  const service = destination?.text('host');
  const at = destination?.fields('port');
  const port = at?.number('number');
  at?.finish();
  fields.finish();
  destination?.finish(
    destination.names().includes('subset') ? 'names a subset, and functions have none' : undefined,
  );
  if (service === undefined) {
    remarks.refuse(fields.path, 'has no destination');
    return undefined;
  }
  const host = hostKey(service, context.ownNamespace);
  const leads = { host, port, sent, path: fields.path };
  const named = context.localGateways.has(host)
    ? throughGateway(leads, context, remarks)
    : withoutUnset({ host: shortName(host, context.namespace), port, authority: sent });
  return named && withoutUnset({ ...named, weight: isSplit ? weight : undefined, headers });
}

/** Where a destination leads, and with which Host. */
interface Leads {
  /** In full. */
  readonly host: string;
  readonly port: number | undefined;
  readonly sent: string | undefined;
  readonly path: ValuePath;
}

/** The Knative Service behind the local gateway; one of another namespace is a host with its own authority. */
function throughGateway(leads: Leads, context: RouteContext, remarks: Remarks): Backend | undefined {
  const { sent, path } = leads;
  if (sent === undefined) {
    remarks.refuse(path, 'does not say which Knative Service: it keeps the Host of the request');
    return undefined;
  }
  checkGateway(leads, context, remarks);
  const named = knativeServiceOf(sent);
  const { serviceHost: host, port } = context.profile.localGateway;
  if (named === undefined) return { host, port, authority: sent };
  const full = ksvcHost(named.namespace, named.service);
  if (full !== sent) {
    remarks.correct(
      'gateway-name',
      path,
      'the Host is written in full, as <service>.<namespace>.svc.cluster.local',
    );
  }
  return named.namespace === context.namespace ? { service: named.service } : { host, port, authority: full };
}

/** Notes that the requests go to the local gateway of this cluster's versions by another name, or another port. */
function checkGateway(
  { host, port, path }: Leads,
  { profile: { localGateway } }: RouteContext,
  remarks: Remarks,
): void {
  const own = `${localGateway.serviceHost}:${localGateway.port}`;
  const named = `${host}:${port ?? localGateway.port}`;
  if (named === own && port !== undefined) return;
  const message =
    named === own
      ? `the port ${localGateway.port} is written`
      : `${named} is now ${own}, the local gateway of these versions`;
  remarks.correct('gateway-name', [...path, 'destination'], message);
}
