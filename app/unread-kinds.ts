import { groupBy, isMapping, textOf } from '../base';
import type { Finding } from '../findings';
import type { ManifestObject } from '../manifests';

/** Kinds that route requests or change routes, and that no verdict includes. */
export const UNREAD_KINDS = [
  'EnvoyFilter',
  'WasmPlugin',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'Sidecar',
] as const;

/** What objects of each kind do that a verdict does not include. */
const EFFECTS: Readonly<Record<(typeof UNREAD_KINDS)[number] | 'waypoint', string>> = {
  EnvoyFilter: 'it can change any route',
  WasmPlugin: 'it can answer or change any request',
  HTTPRoute: 'it adds routes beside those of VirtualServices',
  GRPCRoute: 'it adds routes beside those of VirtualServices',
  TLSRoute: 'it adds routes beside those of VirtualServices',
  TCPRoute: 'it adds routes beside those of VirtualServices',
  Sidecar: 'it decides which services and VirtualServices clients in the mesh see',
  waypoint: 'it routes requests in the mesh in place of sidecars',
};

/** Names what is in the input and in no verdict: one finding for each kind, at its first object. */
export function unreadFindings(objects: readonly ManifestObject[]): readonly Finding[] {
  const known = objects.flatMap((read) => {
    const kind = unreadKind(read.object);
    return kind === undefined ? [] : [{ kind, read }];
  });
  return [...groupBy(known, ({ kind }) => kind)].map(([kind, own]): Finding => {
    const name =
      kind === 'waypoint'
        ? 'the Gateway of a waypoint'
        : `${/^(HTTP|[AEIOU])/.test(kind) ? 'an' : 'a'} ${kind}`;
    const count = own.length === 1 ? '' : ` (${own.length} in the input)`;
    return {
      code: 'KF624',
      severity: 'warning',
      message: `${name}${count} is not read: ${EFFECTS[kind]}`,
      help: 'check by other means what it does to the hosts that are proved',
      places: own.slice(0, 1).map(({ read }) => read.placeOf(['metadata', 'name'])),
    };
  });
}

function unreadKind(object: unknown): keyof typeof EFFECTS | undefined {
  if (!isMapping(object)) return undefined;
  const group = textOf(object.apiVersion) ?? '';
  if (!/(^|\.)(istio\.io|gateway\.networking\.k8s\.io)\//.test(group)) return undefined;
  const spec = isMapping(object.spec) ? object.spec : {};
  if (object.kind === 'Gateway' && spec.gatewayClassName === 'istio-waypoint') return 'waypoint';
  return UNREAD_KINDS.find((kind) => kind === object.kind);
}
