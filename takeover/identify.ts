import { mappingOf, textOf, type Names } from '../base';
import type { DeclaredVirtualService } from './declare-service';

/** How the name of a function was found. */
export type NameSource = 'annotation' | 'convention' | 'backend' | 'object';

/** How its team was found. */
export type TeamSource = 'annotation' | 'label' | 'mapping' | 'catalog' | 'path' | 'name';

/** The function that a VirtualService is taken for. */
export interface Identity {
  readonly team: string;
  /** Its name without the team. */
  readonly name: string;
  /** The Knative Service that the VirtualService is named after, or leads to. */
  readonly ksvc: string;
  readonly nameFrom: NameSource;
  readonly teamFrom: TeamSource;
}

/** By what teams are found. */
export interface TeamRules {
  /** The team of a Knative Service, or of all that begin so where the name ends in `*`. */
  readonly mapping: ReadonlyMap<string, string>;
  /** The label of a VirtualService whose value is the team. */
  readonly label?: string;
  /** The teams of the catalog, with their prefixes. */
  readonly teams: ReadonlyMap<string, { readonly prefixes: readonly string[] }>;
  readonly names: Names;
}

/**
 * Names the function of a VirtualService that KFaas did not render: by the naming convention, else by where the last of its routes leads, else
 * by its own name. Then its team: by the label, the mapping, the prefixes of the catalog's teams, the first segment of its paths behind the
 * site gateway's prefix, or the first word of its name.
 *
 * Example: `faas-alpha-ns-saas-tea-ksvc-virtualservice` with the path `/faas/api/saas/tea/` is the function `saas/tea`.
 */
export function identify(service: DeclaredVirtualService, rules: TeamRules): Identity {
  const labels = mappingOf(mappingOf(service.found.object.metadata).labels);
  const named = knativeName(service, rules.names);
  const found = teamOf(named.ksvc, service, labels, rules);
  const start = `${found.team}-`;
  const name = named.ksvc.startsWith(start) ? named.ksvc.slice(start.length) : named.ksvc;
  return { ...named, ...found, name };
}

function knativeName(
  { found, name, routes }: DeclaredVirtualService,
  names: Names,
): Pick<Identity, 'ksvc' | 'nameFrom'> {
  const object = name.slice(name.indexOf('/') + 1);
  const [start = '', end = ''] = names.virtualServiceName(found.namespace, '\0').split('\0');
  if (object.startsWith(start) && object.endsWith(end) && object.length > start.length + end.length) {
    return { ksvc: object.slice(start.length, object.length - end.length), nameFrom: 'convention' };
  }
  const backends = [...routes.values()].flat().flatMap((route) => route.backends);
  const services = backends.flatMap(({ service, weight = 100 }) =>
    service === undefined ? [] : [{ service, weight }],
  );
  const [first, ...others] = services;
  if (first === undefined) return { ksvc: labelOf(object), nameFrom: 'object' };
  const last = others.reduce((best, one) => (one.weight >= best.weight ? one : best), first);
  return { ksvc: last.service, nameFrom: 'backend' };
}

/** The nearest DNS label to the name of an object, which may have dots. */
export function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return label === '' ? 'function' : label;
}

function teamOf(
  ksvc: string,
  service: DeclaredVirtualService,
  labels: Readonly<Record<string, unknown>>,
  { mapping, label, teams, names }: TeamRules,
): Pick<Identity, 'team' | 'teamFrom'> {
  const labelled = label === undefined ? undefined : textOf(labels[label]);
  if (labelled !== undefined) return { team: labelOf(labelled), teamFrom: 'label' };
  const mapped = mapping.get(ksvc) ?? longestStart(mapping, ksvc);
  if (mapped !== undefined) return { team: mapped, teamFrom: 'mapping' };
  const paths = [...service.routes.values()]
    .flat()
    .map(({ route: { match } }) => match.prefix ?? match.exact ?? match.regex ?? '');
  const owner = [...teams].find(([, { prefixes }]) =>
    paths.some((path) => prefixes.some((prefix) => path.startsWith(prefix))),
  );
  if (owner !== undefined) return { team: owner[0], teamFrom: 'catalog' };
  const segments = paths.map((path) =>
    path.startsWith(names.prefix) ? path.slice(names.prefix.length).split('/')[0] : undefined,
  );
  const segment = segments.find((one) => one !== undefined && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(one));
  if (segment !== undefined) return { team: segment, teamFrom: 'path' };
  return { team: ksvc.split('-')[0] ?? ksvc, teamFrom: 'name' };
}

function longestStart(mapping: ReadonlyMap<string, string>, ksvc: string): string | undefined {
  const starts = [...mapping.keys()].filter((key) => key.endsWith('*') && ksvc.startsWith(key.slice(0, -1)));
  const [longest] = starts.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : mapping.get(longest);
}
