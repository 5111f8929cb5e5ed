import { isName } from './name-list';
import { isGatewayName } from './validate-names';
import type { Validation } from './validation';

/** Whether names of Gateways are such; what is not is told. Behind one without a slash, the webhook does not look. */
export function gatewayNames(
  names: readonly unknown[],
  path: readonly (string | number)[],
  at: Validation,
): boolean {
  let isRight = true;
  for (const [i, name] of names.entries()) {
    if (!isName(name)) continue;
    const takesSlash = at.rules.gatewayReference !== '<name>.<namespace>.svc.cluster.local';
    if (name.includes('/') && !takesSlash) {
      at.inside(
        [...path, i],
        () =>
          at.refuse(
            'has a slash, which this version does not take',
            'write <name>.<namespace>.svc.cluster.local',
          ),
        name,
      );
      isRight = false;
    } else if (!isGatewayName(name)) {
      at.inside(
        [...path, i],
        () => at.misplacedNow(name, 'the name of a Gateway, <namespace>/<name>,'),
        name,
      );
      isRight = false;
    }
    if (!name.includes('/')) return isRight;
  }
  return isRight;
}
