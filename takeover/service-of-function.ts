import { listOf, mappingOf, stableText, textOf, type Mapping, type Names } from '../base';
import type { PlacedRoutes } from './collect-functions';
import { hostKey } from '../routing';
import { ksvcHost } from '../constructs';
import { declaredService, type DeclaredService } from './service';
import type { SourceCluster } from './source-cluster';

/** A Knative Service of a function, and what its file would say. */
export interface FoundService {
  readonly source: SourceCluster;
  /** Its index among the objects of the source. */
  readonly index: number;
  readonly declared: DeclaredService;
}

/**
 * Finds the Knative Services of functions in what runs. A file says one only where it says all of it; otherwise it stays with who deploys it.
 * Services that say the same on alike clusters are read once.
 */
export function servicesOfFunctions(sources: readonly SourceCluster[], names: Names) {
  const places = new Map(sources.map((source) => [source, placesOf(source)]));
  const known = new Map<string, DeclaredService>();
  return ({ service: { found }, routes }: PlacedRoutes, id: string): FoundService | undefined => {
    const { source, namespace } = found;
    const { services = new Map<string, number>(), rules = [] } = places.get(source) ?? {};
    const index = services.get(`${namespace}/${id.replace('/', '-')}`);
    if (index === undefined) return undefined;
    const { apiVersion, kind, metadata, spec } = mappingOf(source.objects[index]?.object);
    const { name, labels, annotations } = mappingOf(metadata);
    const service = { apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec };
    const { imagePullSecrets, runtimes, requestsPerFunction } = source.environment;
    const environment = { imagePullSecrets, runtimes, requestsPerFunction };
    const { profile } = source;
    const hosts = revisionsOf(mappingOf(spec)).map((revision) => ksvcHost(namespace, revision));
    const own = rules.filter((rule) => {
      const host = textOf(mappingOf(rule.spec).host) ?? '';
      return mappingOf(rule.metadata).namespace === namespace && hosts.includes(hostKey(host, namespace));
    });
    const asked = routes.map(({ route }) => route);
    const times = asked.map(({ timeout }) => timeout);
    const key = stableText([service, own, profile.key, environment, times]);
    const declared =
      known.get(key) ??
      declaredService({ service, destinationRules: own, profile, environment, names, routes: asked });
    known.set(key, declared);
    return { source, index, declared };
  };
}

/** The revisions that a Knative Service names. */
function revisionsOf({ template, traffic }: Mapping): readonly string[] {
  const named = listOf(traffic).map((entry) => mappingOf(entry).revisionName);
  return [mappingOf(mappingOf(template).metadata).name, ...named].flatMap((name) => textOf(name) ?? []);
}

/** The Knative Services of a source by `<namespace>/<name>`, and its DestinationRules. */
function placesOf({ objects }: SourceCluster) {
  const services = new Map<string, number>();
  const rules: Mapping[] = [];
  objects.forEach(({ object }, index) => {
    const { apiVersion, kind, metadata } = mappingOf(object);
    const { namespace, name } = mappingOf(metadata);
    if (kind === 'DestinationRule') rules.push(mappingOf(object));
    if (kind !== 'Service' || textOf(apiVersion)?.startsWith('serving.knative.dev/') !== true) return;
    services.set(`${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`, index);
  });
  return { services, rules };
}
