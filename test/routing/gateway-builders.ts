import fc from 'fast-check';
import { OLD, prefix, vs, YOUNG } from './contract-builders';
import type { PlainGateway } from './naive-gateways';

export type Server = PlainGateway['spec']['servers'][number] & { readonly tls?: object };

export const server = (port: number, ...hosts: readonly string[]): Server => ({
  port: { number: port, name: `p${port}`, protocol: 'HTTP' },
  hosts,
});
export const https = (name: string, ...hosts: readonly string[]): Server => ({
  port: { number: 443, name, protocol: 'HTTPS' },
  hosts,
  tls: { mode: 'SIMPLE', credentialName: name },
});

/** A Gateway of the workload `ingress`, unless told otherwise. */
export function gateway(
  fullName: string,
  servers: readonly Server[],
  more: { created?: string; app?: string } = {},
) {
  const [namespace = '', name = ''] = fullName.split('/');
  const { created, app = 'ingress' } = more;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway' as const,
    metadata: { name, namespace, ...(created !== undefined && { creationTimestamp: created }) },
    spec: { selector: { app }, servers },
  };
}

export const to = (host: string, match: object = prefix('/api')) => ({
  match: [match],
  route: [{ destination: { host: `${host}.x.svc.cluster.local` } }],
});
/** A VirtualService on some Gateways; without rules, it takes the prefix `/api`. */
export const bound = (
  fullName: string,
  hosts: readonly string[],
  gateways: readonly string[],
  ...http: readonly object[]
) => {
  const [namespace, name] = fullName.split('/');
  return vs({ name, namespace, hosts, gateways }, ...(http.length === 0 ? [to(name ?? '')] : http));
};

function createdAt(creationTimestamp: string, object: object): object {
  const { metadata } = object as { readonly metadata: object };
  return { ...object, metadata: { ...metadata, creationTimestamp } };
}

function exportedTo(exportTo: readonly string[] | undefined, object: object): object {
  const { spec } = object as { readonly spec: object };
  return exportTo === undefined ? object : { ...object, spec: { ...spec, exportTo } };
}

/** The namespace of the Pods of all Gateways. */
export const PODS = 'istio-system';

/** Meshes of a few Gateways and VirtualServices, whose hosts, ports, namespaces and selectors meet often. */
export function meshes() {
  const hosts = (names: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });
  const names = ['i/one', 'i/two', 't/three'];
  const created = fc.constantFrom(OLD, YOUNG);
  const servers = fc.array(
    fc
      .tuple(fc.constantFrom(80, 80, 8080), hosts(['*', '*.com', 'a.com', 't/a.com', './*.com', '*/b.com']))
      .map(([port, served]) => server(port, ...served)),
    { minLength: 1, maxLength: 2 },
  );
  // The names of ports are unique in a Gateway.
  const named = servers.map((all) =>
    all.map((one, at) => ({ ...one, port: { ...one.port, name: `p${at}` } })),
  );
  const gateways = fc.tuple(
    ...names.map((name) =>
      fc
        .tuple(named, fc.constantFrom('ingress', 'ingress', 'other'), created)
        .map(([of, app, at]) => gateway(name, of, { app, created: at })),
    ),
  );
  const match = fc
    .tuple(
      fc.constantFrom('/', '/a', '/a/b', '/b'),
      fc.constantFrom<object>({}, {}, {}, { port: 80 }, { gateways: ['i/one'] }),
    )
    .map(([path, more]) => prefix(path, more));
  const rules = fc.array(
    fc.tuple(match, fc.constantFrom('p', 'q')).map(([of, host]) => to(host, of)),
    { minLength: 1, maxLength: 2 },
  );
  const virtualServices = fc.tuple(
    ...['t/x', 'u/y', 'u/z'].map((name) =>
      fc
        .tuple(
          fc.constantFrom(['*'], ['*.com'], ['a.com'], ['b.com'], ['a.com', 'b.com'], ['a.com', '*.net']),
          fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
          rules,
          created,
          fc.constantFrom(undefined, undefined, undefined, ['*'], [PODS]),
        )
        .map(([of, on, http, at, to]) => exportedTo(to, createdAt(at, bound(name, of, on, ...http)))),
    ),
  );
  const delegates = fc.tuple(...['t/d', 'u/e'].map((name) => rules.map((http) => delegateOf(name, http))));
  const delegating = fc
    .tuple(fc.constantFrom('t/d', 'u/e'), match, fc.boolean())
    .map(([name, of, isAll]) => delegatingRule(name, isAll ? undefined : of));
  // Of the VirtualServices, some delegate in front of their own rules.
  const openings = fc.tuple(...Array.from({ length: 3 }, () => fc.option(delegating, { freq: 3 })));
  return fc
    .record({ gateways, virtualServices, delegates, openings })
    .map(({ gateways: served, virtualServices: own, delegates: others, openings: first }) => ({
      gateways: served,
      virtualServices: [
        ...own.map((object, at) => withFirstRule(object, first[at] ?? undefined)),
        ...(first.some((rule) => rule !== null) ? others : []),
      ],
    }));
}

/** A VirtualService without hosts and gateways. */
export function delegateOf(fullName: string, http: readonly object[]): object {
  const [namespace, name] = fullName.split('/');
  const { spec, ...rest } = vs({ name, namespace, created: OLD }, ...http) as { readonly spec: object };
  return { ...rest, spec: { http: (spec as { readonly http: unknown }).http } };
}

/** A rule that delegates. */
export function delegatingRule(fullName: string, ...match: readonly (object | undefined)[]): object {
  const [namespace, name] = fullName.split('/');
  const given = match.filter((one) => one !== undefined);
  return { ...(given.length > 0 && { match: given }), delegate: { name, namespace } };
}

function withFirstRule(object: object, rule: object | undefined): object {
  if (rule === undefined) return object;
  const { spec } = object as { readonly spec: { readonly http: readonly object[] } };
  return { ...object, spec: { ...spec, http: [rule, ...spec.http] } };
}

export const ENTRIES = ['i/one', 'i/two', 't/three'].flatMap((entry) =>
  [80, 8080].flatMap((port) =>
    ['a.com', 'b.com', 'c.com', 'a.net'].flatMap((host) =>
      ['/', '/a', '/a/b', '/b', '/c'].map((path) => ({
        entry,
        request: { method: 'GET', host, path, headers: {}, port },
      })),
    ),
  ),
);
