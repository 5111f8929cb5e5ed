/** Which of Spring Cloud's gateways an image runs: Zuul, of Spring Cloud Hoxton, or Spring Cloud Gateway, of 2025.0 and newer. */
export type GatewayKind = 'zuul' | 'spring-cloud-gateway';

/** The programs as people call them. */
export const GATEWAY_NAMES: Readonly<Record<GatewayKind, string>> = {
  zuul: 'Zuul',
  'spring-cloud-gateway': 'Spring Cloud Gateway',
};

/** The program of a gateway: Zuul, where nothing is said. */
export function gatewayKind({ kind = 'zuul' }: { readonly kind?: GatewayKind }): GatewayKind {
  return kind;
}
