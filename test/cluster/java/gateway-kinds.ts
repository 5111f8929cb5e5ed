import { gatewayProgram } from './gateway-process';
import type { GatewayKind } from './rendered-gateway';

/** The programs that gateways run. */
export const KINDS: readonly GatewayKind[] = ['zuul', 'spring-cloud-gateway'];

/** Describes what holds of a gateway of each kind; it is skipped, and said so, where its program is not built. */
export function describeGateways(define: (kind: GatewayKind) => void): void {
  for (const kind of KINDS) {
    const isBuilt = gatewayProgram(kind) !== undefined;
    const name = isBuilt ? kind : `${kind}: not built, see test/cluster/java/prepare.sh`;
    (isBuilt ? describe : describe.skip)(name, () => define(kind));
  }
}
