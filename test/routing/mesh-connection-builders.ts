import fc from 'fast-check';

/** A match of a TLS or TCP route in the mesh. */
export interface PlainMatch {
  readonly sniHosts?: readonly string[];
  readonly destinationSubnets?: readonly string[];
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly sourceNamespace?: string;
}

/** A VirtualService of the mesh with TLS or TCP routes. */
export interface PlainConnecting {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: {
    readonly hosts: readonly string[];
    readonly exportTo?: readonly string[];
    readonly tls?: readonly PlainRule[];
    readonly tcp?: readonly PlainRule[];
  };
}

export interface PlainRule {
  readonly match?: readonly PlainMatch[];
  readonly route: readonly [{ readonly destination: { readonly host: string } }];
}

/** The client whose sidecar is asked. */
export const CLIENT = { namespace: 'shop', labels: { app: 'web' } } as const;

/** The host of the service that all meet at. */
export const SERVICE = 'service.test';

/** Server names that tell TLS matches of {@link meshConnections} apart. */
export const SERVER_NAMES = ['a.com', 'b.com', 'x.net'];

/** Addresses that tell the subnets of {@link meshConnections} apart: of each subnet one that no longer one has. */
export const ADDRESSES = ['127.77.1.1', '127.77.1.2', '127.77.2.1', '127.78.0.1', '127.79.0.1'];

/** Of a list, most draws have each value once. */
const some = (...values: readonly [string, ...string[]]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }) },
    fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  );

const destinationSubnets = some(
  '127.77.0.0/16',
  '127.77.1.0/24',
  '127.77.1.1',
  '127.78.0.0/16',
  '127.77.9.9/16',
);
const sniHosts = some('a.com', 'b.com', '*.net');
const sourceLabels = fc.constantFrom({ app: 'web' }, { app: 'api' });
const sourceNamespace = fc.constantFrom('shop', 'other');

const rule = (isTls: boolean, hasSubnets: boolean): fc.Arbitrary<PlainRule> => {
  const match = fc.record(
    {
      ...(hasSubnets && { destinationSubnets }),
      sourceLabels: fc.option(sourceLabels, { freq: 1, nil: {} }),
      sourceNamespace: fc.option(sourceNamespace, { freq: 1, nil: '' }),
      ...(isTls && { sniHosts }),
    },
    { requiredKeys: isTls ? (['sniHosts'] as never[]) : [] },
  );
  const matches = fc.array(match, { minLength: isTls ? 1 : 0, maxLength: 2 });
  return fc.tuple(matches, fc.constantFrom('p', 'q')).map(([list, host]): PlainRule => ({
    ...(list.length > 0 && { match: list }),
    route: [{ destination: { host: `${host}.test` } }],
  }));
};

/** VirtualServices that meet at {@link SERVICE}, in no order of creation. */
export function meshConnections(isTls: boolean, most = 3): fc.Arbitrary<readonly PlainConnecting[]> {
  const one = fc.boolean().chain((hasSubnets) =>
    fc.record({
      rules: fc.array(rule(isTls, hasSubnets), { minLength: 1, maxLength: 2 }),
      namespace: fc.constantFrom('shop', 'shop', 'other'),
      isPrivate: fc.integer({ max: 5, min: 0 }).map((drawn) => drawn === 0),
    }),
  );
  return fc.array(one, { minLength: 1, maxLength: most }).map((all) =>
    all.map(({ rules, namespace, isPrivate }, at): PlainConnecting => ({
      metadata: { name: `v${at}`, namespace },
      spec: {
        hosts: [SERVICE, 'a.com', 'b.com', '*.net'],
        ...(isPrivate && { exportTo: ['shop'] }),
        ...(isTls ? { tls: rules } : { tcp: rules }),
      },
    })),
  );
}
