/** What identifies a VirtualService and decides which requests it routes. */
export interface VirtualServiceProps {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  /** The Gateways that it is bound to, as `<namespace>/<name>`. */
  readonly gateways: readonly string[];
  /** Its rules, in the order in which they are tried. */
  readonly rules: readonly object[];
}

/** Returns a VirtualService with the fields that routing analysis reads; it is analyzed and never written. */
export function virtualServiceObject({ namespace, name, host, gateways, rules }: VirtualServiceProps) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace, name },
    spec: { hosts: [host], gateways, http: rules },
  };
}
