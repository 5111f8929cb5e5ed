import { listOf, mappingOf, textOf, type Mapping } from '../base';
import type { Place } from '../findings';
import { gatewayKey, hostKey } from '../routing';

/** A VirtualService that is in a cluster and that KFaas does not render. */
export interface ForeignVirtualService {
  readonly object: Mapping;
  /** The place of a field in the file from which it is read. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
}

/** Returns `<namespace>/<name>`. */
export function foreignName({ object }: ForeignVirtualService): string {
  const { namespace, name } = mappingOf(object.metadata);
  return `${textOf(namespace) ?? 'default'}/${textOf(name) ?? ''}`;
}

/** Returns when it was created, as `2021-03-04T05:06:07Z`; undefined if it does not say so. */
export function foreignAge({ object }: ForeignVirtualService): string | undefined {
  const { creationTimestamp: value } = mappingOf(object.metadata);
  const time = value instanceof Date ? value.getTime() : Date.parse(textOf(value) ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace('.000', '');
}

/** Returns its hosts in full, in lower case. */
export function foreignHosts(foreign: ForeignVirtualService): readonly string[] {
  return namesIn(foreign, 'hosts', hostKey);
}

/** Returns its Gateways, as `<namespace>/<name>`. */
export function foreignGateways(foreign: ForeignVirtualService): readonly string[] {
  return namesIn(foreign, 'gateways', gatewayKey);
}

function namesIn(
  { object }: ForeignVirtualService,
  field: 'hosts' | 'gateways',
  inFull: (name: string, namespace: string) => string,
): readonly string[] {
  const namespace = textOf(mappingOf(object.metadata).namespace) ?? 'default';
  return listOf(mappingOf(object.spec)[field])
    .flatMap((name) => textOf(name) ?? [])
    .map((name) => inFull(name, namespace));
}
