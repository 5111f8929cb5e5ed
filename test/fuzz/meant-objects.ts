import { parse } from 'yaml';
import { meantService, meantStandard } from './meant-services';

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
  /** The version of its Knative. */
  readonly knative: string;
  /** The Service and port of its local gateway. */
  readonly destination: unknown;
}

/** What is meant for one cluster. */
export interface Meant {
  /** The rules of all VirtualServices, in any order. */
  readonly rules: readonly unknown[];
  /** What each Knative Service runs, by its name. */
  readonly services: Readonly<Record<string, unknown>>;
  /** The Pod Security standard of the function namespaces. */
  readonly standard: string;
}

/** What the functions of a catalog mean on a cluster. */
export function meantBy(files: Readonly<Record<string, Buffer>>, cluster: MeantCluster): Meant {
  const rules: unknown[] = [];
  const declaredServices: Record<string, Mapping> = {};
  const services: Record<string, unknown> = {};
  const used: string[] = [];
  for (const [path, bytes] of Object.entries(files)) {
    const [team = '', name = ''] = path.replace(/\.yaml$/, '').split('/');
    if (name === 'team') continue;
    const { overlays, ...base } = parse(bytes.toString('utf8').replace(/^\ufeff/, ''), {
      maxAliasCount: 100,
    }) as Mapping;
    const patches = [cluster.environment, cluster.name].map((own) => fieldOf(overlays, own));
    const spec = patches.reduce<unknown>((merged, patch) => patched(merged, patch), base) as Mapping;
    const { environments, runtime, routes, backends, service } = spec;
    if (Array.isArray(environments) && !environments.includes(cluster.environment)) continue;
    const declared = (routes ?? [{ match: { prefix: `/faas/api/${team}/${name}/` } }]) as readonly Mapping[];
    const to = (backends ?? [{ service: `${team}-${name}` }]) as readonly Mapping[];
    for (const route of declared) {
      const own = (route.backends ?? to) as readonly Mapping[];
      used.push(...own.map((backend) => String(backend.service)));
      rules.push(meantRule(route, own, cluster));
    }
    if (service !== undefined) {
      declaredServices[`${team}-${name}`] = service as Mapping;
      services[`${team}-${name}`] = meantService(service as Mapping, runtime, cluster.knative);
    }
  }
  return { rules, services, standard: meantStandard(declaredServices, used, cluster.knative) };
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
  { match, timeout, retries, delay, rewrite, headers: changes, corsPolicy, abort }: Mapping,
  backends: readonly Mapping[],
  { name, namespace, destination }: MeantCluster,
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
    rewrite:
      live.length === 1
        ? { authority: hostOf(first), ...(rewrite as Mapping) }
        : (rewrite as Mapping | undefined),
    headers: changes === undefined ? undefined : plain(changes, name === 'istio-1-5' ? '%' : '%%'),
    corsPolicy,
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
      delay === undefined && abort === undefined
        ? undefined
        : {
            delay: delay && {
              fixedDelay: (delay as Mapping).duration,
              percentage: { value: (delay as Mapping).percent },
            },
            abort: abort && {
              httpStatus: (abort as Mapping).httpStatus,
              percentage: { value: (abort as Mapping).percent },
            },
          },
  };
}

/** Headers whose percent signs stand for themselves. Istio 1.8 and newer read two as one; 1.5 reads one. */
function plain(headers: unknown, percent: string): unknown {
  return JSON.parse(JSON.stringify(headers).replaceAll('%', percent)) as unknown;
}

/** A value as text: equal values have equal texts, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
