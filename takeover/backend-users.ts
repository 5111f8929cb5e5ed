import type { CollectedFunction } from './collect-functions';

/** Who uses the Knative Services that no function of the catalog has. */
export interface BackendUsers {
  /** The function whose file says that another pipeline deploys a Knative Service; undefined for one that is a function's own. */
  readonly declarerOf: (service: string) => string | undefined;
  /** Functions that send requests to what another team has or declares, which must consent. */
  readonly guests: readonly { readonly owner: string; readonly id: string }[];
}

/**
 * Decides which function declares a Knative Service that several send requests to: the one with routes in most places, of several the first.
 *
 * Example: `saas/a` and `shop/b` lead to `legacy`. The file of `saas/a` declares it, and the team `saas` consents to `shop/b`.
 * @param known the functions that the catalog has already, as `<team>/<name>`
 */
export function backendUsers(functions: readonly CollectedFunction[], known: Iterable<string>): BackendUsers {
  const ids = [...known, ...functions.map(({ id }) => id)];
  const owners = new Map(ids.map((id) => [id.replace('/', '-'), id]));
  const declarers = new Map<string, CollectedFunction>();
  for (const one of functions) {
    for (const service of servicesOf(one)) {
      const before = declarers.get(service);
      if (owners.has(service)) continue;
      if (before === undefined || one.placed.length > before.placed.length) declarers.set(service, one);
    }
  }
  const guests = functions.flatMap((one) =>
    servicesOf(one).flatMap((service) => {
      const [owner = ''] = (owners.get(service) ?? declarers.get(service)?.id ?? '').split('/');
      return owner === '' || owner === one.identity.team ? [] : [{ owner, id: one.id }];
    }),
  );
  return { declarerOf: (service) => declarers.get(service)?.id, guests };
}

function servicesOf({ placed }: CollectedFunction): readonly string[] {
  const backends = placed.flatMap(({ routes }) => routes.flatMap((route) => route.backends));
  return [...new Set(backends.flatMap(({ service }) => service ?? []))];
}
