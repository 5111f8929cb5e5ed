import { isMapping, type Mapping } from '../../base';

/** Whether an object is a VirtualService of any version. */
export function isVirtualService(object: unknown): object is Mapping {
  return isOfKind(object, 'VirtualService');
}

/** Whether an object is a Gateway of Istio, of any version; the Gateway API has a kind of the same name. */
export function isGateway(object: unknown): object is Mapping & { readonly kind: 'Gateway' } {
  return isOfKind(object, 'Gateway');
}

function isOfKind(object: unknown, kind: string): boolean {
  return (
    isMapping(object) &&
    object.kind === kind &&
    typeof object.apiVersion === 'string' &&
    object.apiVersion.startsWith('networking.istio.io/')
  );
}
