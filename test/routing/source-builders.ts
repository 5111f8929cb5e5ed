import fc from 'fast-check';
import { isMapping, listOf } from '../../base';
import { NO_NEEDS, type Needs, type RouteTable } from '../../routing';
import { meets, NAMESPACE } from '../../routing/istio/source';
import { vs } from './contract-builders';

/** A proxy: the labels of its Pod, and its namespace. */
export interface Proxy {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const APPS: readonly Proxy['labels'][] = [{}, { app: 'web' }, { app: 'api' }];
const TIERS: readonly Proxy['labels'][] = [{}, { tier: '1' }];

/** Every proxy that matches of {@link sourceMeshes} tell from others. */
export const PROXIES: readonly Proxy[] = ['t', 'u', 'x'].flatMap((namespace) =>
  APPS.flatMap((app) => TIERS.map((tier) => ({ namespace, labels: { ...app, ...tier } }))),
);

/** Paths that tell the matches of {@link sourceMeshes} apart. */
export const SOURCE_PATHS = ['/', '/a', '/ab', '/b'];

export const SOURCE_HOSTS = ['h.example', 'i.example'];

const match = fc.record(
  {
    uri: fc.constantFrom({ exact: '/a' }, { prefix: '/a' }, { prefix: '/b' }, { prefix: '/' }),
    sourceLabels: fc.constantFrom(
      { app: 'web' },
      { app: 'api' },
      { tier: '1' },
      { app: 'web', tier: '1' },
      {},
    ),
    sourceNamespace: fc.constantFrom('t', 'u', ''),
  },
  { requiredKeys: [] },
);

const rule = fc
  .tuple(fc.array(match, { maxLength: 2 }), fc.constantFrom('one', 'two', 'three'))
  .map(([matches, host]) => ({
    ...(matches.length > 0 && { match: matches }),
    route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }],
  }));

/** VirtualServices whose matches ask for labels and namespaces of proxies. `gateways` is null for the mesh. */
export function sourceMeshes(gateways: readonly string[] | null, hosts = [['h.example'], ['*.example']]) {
  return fc
    .array(fc.tuple(fc.array(rule, { minLength: 1, maxLength: 3 }), fc.constantFrom(...hosts)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) =>
      all.map(([rules, own], at) =>
        vs({ name: `v${at}`, gateways, hosts: own, created: `2026-01-01T00:00:0${at}Z` }, ...rules),
      ),
    );
}

/** What is left of VirtualServices for one proxy: no match asks for anything of it. */
export function seenBy({ namespace, labels }: Proxy, objects: readonly object[]): object[] {
  return objects.map((object) => {
    const { spec, ...rest } = object as { readonly spec: Readonly<Record<string, unknown>> };
    const http = listOf(spec.http).map((given) => {
      if (!isMapping(given) || given.match === undefined) return given;
      const matches = listOf(given.match).map((one) => {
        const {
          sourceLabels = {},
          sourceNamespace = '',
          ...asked
        } = one as {
          readonly sourceLabels?: Readonly<Record<string, string>>;
          readonly sourceNamespace?: string;
        };
        const fulfils = Object.entries(sourceLabels).every(([name, value]) => labels[name] === value);
        // One that never holds stands where it stood, so that places stay the same.
        const holds = fulfils && (sourceNamespace === '' || sourceNamespace === namespace);
        return holds ? asked : { ...asked, port: 1 };
      });
      return { ...given, match: matches };
    });
    return { ...rest, spec: { ...spec, http } };
  });
}

/** Of what belongs to tables for proxies, that of a proxy: the one with the most needs that it fulfils. */
export function ownOf<T>(
  { namespace, labels }: Proxy,
  all: readonly T[],
  tableOf: (one: T) => RouteTable,
): T | undefined {
  const fulfilled: Needs = new Map([...Object.entries(labels), [NAMESPACE, namespace]]);
  const needsOf = (one: T) => tableOf(one).source?.needs ?? NO_NEEDS;
  return all
    .filter((one) => meets(fulfilled, needsOf(one)))
    .toSorted((a, b) => needsOf(b).size - needsOf(a).size)[0];
}
