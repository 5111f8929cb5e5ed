import { loadAll } from 'js-yaml';
import { placementOf, renderClusters } from '../../constructs';
import { ENVIRONMENTS } from '../../environments';
import type { Domain, Environment } from '../../inventory';
import type { Finding } from '../../findings';
import { prepare } from '../../main';
import type { PlatformVersions } from '../../platform';
import { COMPANY_FUNCTIONS } from '../fixtures/company';
import { isSince } from './release';

/** A value of a manifest. */
export type Value = unknown;
export type Mapping = Readonly<Record<string, Value>>;

/** An object that a cluster would get, with its file. */
export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Mapping & { readonly name: string; readonly namespace?: string };
  readonly spec: Mapping;
  readonly object: Mapping;
}

/** The company's clusters as they would be if all ran one stack. */
export interface RenderedStack {
  readonly findings: readonly Finding[];
  /** The text of each file, by its path. */
  readonly files: ReadonlyMap<string, string>;
}

const SCALING = { metric: { kind: 'pods', name: 'tomcat_threads_busy_threads', average: '200' } } as const;

const GUARD = {
  writers: ['system:serviceaccount:argocd:argocd-application-controller'],
  breakGlass: 'kfaas-on-call',
} as const;

/** The shipped environments with other versions everywhere, and all that an environment can ask of them. */
export function onStack(platform: PlatformVersions): readonly Environment[] {
  // Before 1.21 Kubernetes tells no namespaces by name, and operators must label them.
  const overrides = isSince(platform.kubernetes, '1.21') ? {} : { namespaceLabel: 'example.com/namespace' };
  return ENVIRONMENTS.map((environment) => ({
    ...environment,
    imagePullSecrets: ['registry'],
    readers: [{ group: 'oncall' }, { serviceAccount: 'monitoring/kfaas-drift' }],
    network: { metrics: { namespaces: ['monitoring'] } },
    javaPlatforms: { acquired: { ...environment.javaPlatform, siteGateway: environment.siteGateway } },
    ingressGateway: { ...environment.ingressGateway, scaling: SCALING },
    guard: GUARD,
    domains: environment.domains.map(withHttpChallenge),
    clusters: environment.clusters.map((cluster) => ({ ...cluster, platform, overrides })),
  }));
}

/** The domain with HTTP-01, of which Certificates and policies say most. */
export function withHttpChallenge(domain: Domain): Domain {
  return 'issuer' in domain.tls ? { ...domain, tls: { issuer: domain.tls.issuer } } : domain;
}

/**
 * Renders a catalog for some environments; what a cluster's versions refuse is left out there.
 * @param catalog the folder; by default that which is shipped
 */
export function renderStack(
  environments: readonly Environment[],
  catalog = COMPANY_FUNCTIONS,
): RenderedStack {
  const { checked, judged } = prepare({
    environments,
    functions: catalog,
    environmentSource: () => undefined,
  });
  if (judged === undefined) return { findings: checked.findings, files: new Map() };
  const refusals = checked.findings.filter(({ code }) => code.startsWith('KF7'));
  const refuses = (cluster: string, id: string) =>
    refusals.some(
      ({ message }) => message.startsWith(`${id} asks for `) && message.includes(` ${cluster} (`),
    );
  const functions = judged.functions.map((declared) => ({
    ...declared,
    specs: new Map([...declared.specs].filter(([cluster]) => !refuses(cluster, declared.id))),
  }));
  // The roles of other teams name functions that some versions refuse.
  const teamOf = (team: string) =>
    team === 'growth' ? { contact: team, group: 'growth-developers' } : { contact: team };
  const placed = placementOf(judged.routes.groups);
  const files = renderClusters(judged.platforms, functions, placed, undefined, teamOf);
  return {
    findings: checked.findings,
    files: new Map([...files].map(({ path, text = '' }) => [path, text])),
  };
}

/** Most stacks get most files alike: each text is read once. */
const read = new Map<string, readonly Mapping[]>();

/** The objects of rendered files. */
export function manifestsOf({ files }: RenderedStack): readonly Manifest[] {
  return [...files].flatMap(([file, text]) => {
    const objects = read.get(text) ?? (loadAll(text) as Mapping[]);
    read.set(text, objects);
    return objects.map((object): Manifest => ({
      file,
      object,
      apiVersion: String(object.apiVersion),
      kind: String(object.kind),
      metadata: object.metadata as Manifest['metadata'],
      spec: (object.spec ?? {}) as Mapping,
    }));
  });
}

export function isMapping(value: Value): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at the end of some steps; undefined where a step leads nowhere. */
export function at(value: Value, ...steps: readonly (string | number)[]): Value {
  return steps.reduce<Value>(
    (inner, step) =>
      Array.isArray(inner) ? (inner as Value[])[Number(step)] : isMapping(inner) ? inner[step] : undefined,
    value,
  );
}

/** The entries of a list; none where there is no list. */
export function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as Value[]) : [];
}

/** The fields of a mapping; none where there is no mapping. */
export function fieldsOf(value: Value): readonly (readonly [name: string, value: Value])[] {
  return isMapping(value) ? Object.entries(value) : [];
}
