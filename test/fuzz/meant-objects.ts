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
      const answers = route.redirect !== undefined || route.directResponse !== undefined;
      // A host runs what is not known, as a Knative Service does that nobody declares.
      if (!answers) used.push(...own.map((backend) => (backend.service as string | undefined) ?? 'a host'));
      if (route.mirror !== undefined) used.push('a host');
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
  {
    match,
    timeout,
    retries,
    mirror,
    redirect,
    directResponse,
    delay,
    rewrite,
    headers: changes,
    corsPolicy,
    abort,
  }: Mapping,
  backends: readonly Mapping[],
  { name, namespace, destination }: MeantCluster,
): unknown {
  const { prefix, exact, regex, ignoreUriCase, headers, withoutHeaders, query, methods } = match as Mapping;
  const condition = {
    uri: { prefix, exact, regex },
    ignoreUriCase,
    headers: withPresence(headers),
    withoutHeaders: withPresence(withoutHeaders),
    queryParams: query,
  };
  const percent = name === 'istio-1-5' ? '%' : '%%';
  const written = {
    match:
      methods === undefined
        ? [condition]
        : [...new Set(methods as string[])].map((method) => ({ ...condition, method: { exact: method } })),
    headers: changes === undefined ? undefined : plain(changes, percent),
    corsPolicy,
  };
  if (redirect !== undefined) {
    const { redirectCode, ...location } = redirect as Mapping;
    return { ...written, redirect: redirectCode === 301 ? location : redirect };
  }
  if (directResponse !== undefined) {
    const { status, body } = directResponse as Mapping;
    return {
      ...written,
      directResponse: { status, ...(body === undefined ? {} : { body: { string: body } }) },
    };
  }
  const live = backends.filter(({ weight }) => weight !== 0);
  const authorityOf = ({ service, authority }: Mapping) =>
    service === undefined ? authority : `${service as string}.${namespace}.svc.cluster.local`;
  const targetOf = ({ service, host, port }: Mapping) =>
    service === undefined ? meantHost(host as string, port, namespace) : destination;
  const [first = {}] = live;
  const { attempts, retryOn, ...tries } = (retries ?? {}) as Mapping;
  const { percent: copied = 100, host: copies, port: copiesTo } = (mirror ?? {}) as Mapping;
  return {
    ...written,
    rewrite:
      live.length === 1 && authorityOf(first) !== undefined
        ? { authority: authorityOf(first), ...(rewrite as Mapping) }
        : (rewrite as Mapping | undefined),
    route:
      live.length === 1
        ? [
            {
              destination: targetOf(first),
              weight: 100,
              headers: first.headers === undefined ? undefined : plain(first.headers, percent),
            },
          ]
        : live.map((backend) => ({
            destination: targetOf(backend),
            weight: backend.weight,
            headers: meantHeaders(plain(backend.headers ?? {}, percent) as Mapping, authorityOf(backend)),
          })),
    timeout,
    retries:
      (attempts ?? 0) === 0
        ? { attempts: 0 }
        : { attempts, ...tries, retryOn: (retryOn as string[] | undefined)?.join(',') },
    mirror: mirror === undefined ? undefined : meantHost(copies as string, copiesTo, namespace),
    mirrorPercent: copied !== 100 && name === 'istio-1-5' ? copied : undefined,
    mirrorPercentage: copied !== 100 && name !== 'istio-1-5' ? { value: copied } : undefined,
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

/** A host as a destination: a name alone is a Service of the function namespace. */
function meantHost(host: string, port: unknown, namespace: string): unknown {
  const full = host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
  return { host: full, port: port === undefined ? undefined : { number: port } };
}

/** The headers of one of several destinations, with the Host that it is sent; undefined if that is nothing. */
function meantHeaders({ request, ...others }: Mapping, host: unknown): unknown {
  const { set, ...changes } = (request ?? {}) as Mapping;
  const asked = host === undefined ? set : { Host: host, ...(set as Mapping | undefined) };
  const all = { ...others, ...((request ?? asked) ? { request: { ...changes, set: asked } } : {}) };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Conditions on headers, of which `present: true` is an empty one. */
function withPresence(headers: unknown): unknown {
  if (headers === undefined) return undefined;
  const conditions = Object.entries(headers as Mapping);
  return Object.fromEntries(
    conditions.map(([name, condition]) => [name, (condition as Mapping).present === true ? {} : condition]),
  );
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
