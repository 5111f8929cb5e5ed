import { parse } from 'yaml';

/*
 * What the manifests of a catalog should say, told a second time and in the simplest way: from the files, as another
 * parser reads them.
 */

/** A mapping of a file. */
type Mapping = Readonly<Record<string, unknown>>;

/** A cluster, as far as the meaning of a function depends on it. */
export interface MeantCluster {
  readonly environment: string;
  readonly name: string;
  readonly namespace: string;
  /** The Service and port of its local gateway. */
  readonly destination: unknown;
}

/** What is meant for one cluster. */
export interface Meant {
  /** The rules of all VirtualServices, in any order. */
  readonly rules: readonly unknown[];
  /** What each Knative Service runs, by its name. */
  readonly services: Readonly<Record<string, unknown>>;
}

/** What the functions of a catalog mean on a cluster. */
export function meantBy(files: Readonly<Record<string, Buffer>>, cluster: MeantCluster): Meant {
  const rules: unknown[] = [];
  const services: Record<string, unknown> = {};
  for (const [path, bytes] of Object.entries(files)) {
    const [team = '', name = ''] = path.replace(/\.yaml$/, '').split('/');
    if (name === 'team') continue;
    const { overlays, ...base } = parse(bytes.toString('utf8').replace(/^\ufeff/, ''), {
      maxAliasCount: 100,
    }) as Mapping;
    const patches = [cluster.environment, cluster.name].map((own) => fieldOf(overlays, own));
    const spec = patches.reduce<unknown>((merged, patch) => patched(merged, patch), base) as Mapping;
    const { environments, routes, backends, service } = spec;
    if (Array.isArray(environments) && !environments.includes(cluster.environment)) continue;
    const declared = (routes ?? [{ match: { prefix: `/faas/api/${team}/${name}/` } }]) as readonly Mapping[];
    const to = (backends ?? [{ service: `${team}-${name}` }]) as readonly Mapping[];
    rules.push(...declared.map((route) => meantRule(route, to, cluster)));
    if (service !== undefined) services[`${team}-${name}`] = meantService(service as Mapping);
  }
  return { rules, services };
}

/** The own field of a mapping. */
function fieldOf(mapping: unknown, name: string): unknown {
  return typeof mapping === 'object' && mapping !== null && Object.hasOwn(mapping, name)
    ? (mapping as Mapping)[name]
    : undefined;
}

/** RFC 7386, to the letter. */
function patched(target: unknown, patch: unknown): unknown {
  if (patch === undefined) return target;
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isMapping = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: Record<string, unknown> = isMapping ? { ...(target as Mapping) } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = patched(result[name], value);
  }
  return result;
}

function meantRule(
  { match, timeout, retries, delay }: Mapping,
  backends: readonly Mapping[],
  { namespace, destination }: MeantCluster,
): unknown {
  const { prefix, exact, regex, headers, query, methods } = match as Mapping;
  const condition = { uri: { prefix, exact, regex }, headers, queryParams: query };
  const live = backends.filter(({ weight }) => weight !== 0);
  const hostOf = ({ service }: Mapping) => `${String(service)}.${namespace}.svc.cluster.local`;
  const [first = {}] = live;
  const { attempts, perTryTimeout, retryOn } = (retries ?? {}) as Mapping;
  return {
    match:
      methods === undefined
        ? [condition]
        : [...new Set(methods as string[])].map((method) => ({ ...condition, method: { exact: method } })),
    rewrite: live.length === 1 ? { authority: hostOf(first) } : undefined,
    route:
      live.length === 1
        ? [{ destination, weight: 100 }]
        : live.map((backend) => ({
            destination,
            weight: backend.weight,
            headers: { request: { set: { Host: hostOf(backend) } } },
          })),
    timeout,
    retries:
      (attempts ?? 0) === 0
        ? { attempts: 0 }
        : { attempts, perTryTimeout, retryOn: (retryOn as string[] | undefined)?.join(',') },
    fault:
      delay === undefined
        ? undefined
        : {
            delay: {
              fixedDelay: (delay as Mapping).duration,
              percentage: { value: (delay as Mapping).percent },
            },
          },
  };
}

/** The image, the limits and the scale, in whatever annotations. */
function meantService({ image, scale, resources }: Mapping): unknown {
  const { min, max, concurrency } = (scale ?? {}) as Mapping;
  const { requests, limits } = (resources ?? {}) as Mapping;
  const texts = (quantities: unknown) =>
    Object.fromEntries(
      Object.entries((quantities ?? {}) as Mapping).map(([name, value]) => [name, String(value)]),
    );
  const scales = [min, max].filter((bound) => bound !== undefined).map(String);
  return { image, requests: texts(requests), limits: texts(limits), scales, concurrency };
}

/** The same of a Knative Service that was read back. */
export function ranBy(object: unknown): unknown {
  const { template } = (object as { spec: { template: Mapping } }).spec;
  const { annotations = {} } = (template.metadata ?? {}) as { annotations?: Mapping };
  const { containerConcurrency, containers } = template.spec as Mapping & { containers: readonly Mapping[] };
  const [{ image, resources } = {}] = containers;
  const { requests = {}, limits = {} } = (resources ?? {}) as Mapping;
  const scales = ['min', 'max'].flatMap((bound) =>
    Object.entries(annotations).flatMap(([name, value]) =>
      new RegExp(`/${bound}-?scale$`, 'i').test(name) ? [value] : [],
    ),
  );
  return { image, requests, limits, scales, concurrency: containerConcurrency };
}

/** A value as text: equal values have equal texts, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
