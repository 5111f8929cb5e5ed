import { groupBy } from '../base';
import { nearestWord, type Finding, type FindingCode } from '../findings';
import type { ValuePath } from '../shape';
import type { RouteDeclaration } from './declaration';
import type { FunctionSpec } from './function-spec';
import type { Catalog } from './load';
import type { CatalogFunction } from './load-function';
import { ksvcName } from './names';
import { consentsTo } from './consents';
import type { Target } from './overlays';
import { withoutNeedlessAnchors } from './path-templates';
import { placeInFunction } from './route-place';

/*
 * What a function's file says about things outside of it, the Knative Services of other functions, and what is allowed
 * but likely a slip. The findings are found in every run, also for files that an earlier run read: that run keeps only
 * what had no finding, and a backend depends on the whole catalog.
 */

/**
 * The most routes of a function without a warning. A route with methods, headers and retries is up to about 1 KiB of its
 * VirtualService, and `kubectl apply` keeps a copy of the object in an annotation: the annotations of an object have at
 * most 256 KiB (Kubernetes, apimachinery/pkg/api/validation/objectmeta.go, TotalAnnotationSizeLimitB).
 */
const MANY_ROUTES = 250;

/** Something to report about one value of a function, on one cluster. */
interface Remark {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly path: ValuePath;
  readonly message: string;
  readonly help: string;
}

/** A Knative Service that the catalog names. */
interface KnownService {
  readonly team: string;
  /** `<team>/<name>` */
  readonly id: string;
  /** Undefined if the file of the function has errors. */
  readonly declared: CatalogFunction | undefined;
}

/** Checks the backends and regexes of all functions. Each finding is reported once, for the first cluster that has it. */
export function checkReferences(
  catalog: Pick<Catalog, 'functions' | 'teams' | 'sources'>,
  root: string,
  targets: readonly Target[],
): Finding[] {
  const services = knownServices(catalog, root);
  const namesOf = new Map(
    [...groupBy([...services], ([, { team }]) => team)].map(([team, of]) => [team, of.map(([name]) => name)]),
  );
  const consenting = [...catalog.teams].filter(([, { consents }]) => consents !== undefined);
  return catalog.functions.flatMap((declared) => {
    const bySpec = groupBy([...declared.specs], ([, spec]) => spec);
    const seen = new Set<string>();
    return [...bySpec].flatMap(([spec, on]) =>
      remarksOn(
        declared,
        spec,
        on.map(([cluster]) => cluster),
      ).flatMap((remark): Finding[] => {
        const key = `${remark.code} ${remark.message}`;
        if (seen.has(key)) return [];
        seen.add(key);
        const { path, ...finding } = remark;
        return [{ ...finding, places: placesOf(declared, on[0][0], path) }];
      }),
    );
  });

  function remarksOn(declared: CatalogFunction, spec: FunctionSpec, clusters: readonly string[]): Remark[] {
    return [
      ...spec.backends.flatMap(({ service }, index) =>
        remarksOnBackend(declared, spec, service, index, clusters),
      ),
      ...remarksOnCount(spec),
      ...spec.routes.flatMap(remarksOnRoute),
    ];
  }

  function remarksOnBackend(
    { id }: CatalogFunction,
    { team, ksvc }: FunctionSpec,
    service: string,
    index: number,
    clusters: readonly string[],
  ): Remark[] {
    if (service === ksvc) return [];
    const path = ['backends', index, 'service'];
    const known = services.get(service);
    if (known === undefined) {
      // A variant of the function's own Knative Service, such as saas-showroom-green, is the function's own business.
      if (service.startsWith(`${ksvc}-`)) return [];
      // The same variant where the rest of the name is misspelt.
      const variant = `${ksvc}${service.slice(service.lastIndexOf('-'))}`;
      return [unknownBackend(service, path, [...usableServices(id, team), variant])];
    }
    const owner = catalog.teams.get(known.team);
    if (known.team !== team && owner !== undefined && !consentsTo(owner, id)) {
      return [foreignBackend(service, path, known, id)];
    }
    const missing = clusters.filter((cluster) => known.declared?.specs.has(cluster) === false);
    return missing.length === 0 ? [] : [absentBackend(service, path, known, missing)];
  }

  /** The Knative Services that a function may name: those of its team, and of teams that consent to it. */
  function usableServices(id: string, team: string): string[] {
    return [
      ...(namesOf.get(team) ?? []),
      ...consenting.flatMap(([owner, declaration]) =>
        owner !== team && consentsTo(declaration, id) ? (namesOf.get(owner) ?? []) : [],
      ),
    ];
  }

  function placesOf(declared: CatalogFunction, cluster: string, path: ValuePath) {
    const text = catalog.sources.get(declared.file);
    if (text === undefined) return [];
    const target = targets.find((one) => one.cluster === cluster) ?? { environment: '', cluster };
    return [placeInFunction(declared, text, target, path)];
  }
}

/** The Knative Services of all functions, also of those with errors in their files. */
function knownServices(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  root: string,
): ReadonlyMap<string, KnownService> {
  const declared = new Map(functions.map((one) => [one.id, one]));
  const services = new Map<string, KnownService>();
  for (const file of sources.keys()) {
    const [team = '', name = ''] = file
      .slice(root.length + 1)
      .replace(/\.yaml$/, '')
      .split('/');
    if (name === 'team') continue;
    const id = `${team}/${name}`;
    services.set(ksvcName(team, name), { team, id, declared: declared.get(id) });
  }
  return services;
}

function unknownBackend(service: string, path: ValuePath, known: readonly string[]): Remark {
  const near = nearestWord(service, known);
  const meant = near === undefined ? '' : `did you mean "${near}"? `;
  return {
    code: 'KF413',
    severity: 'warning',
    path,
    message: `the backend "${service}" is the Knative Service of no function in the catalog`,
    help: `${meant}KFaas cannot tell whether it exists: requests fail with 503 if it does not`,
  };
}

function foreignBackend(service: string, path: ValuePath, { team, id }: KnownService, own: string): Remark {
  return {
    code: 'KF412',
    severity: 'error',
    path,
    message: `the backend "${service}" is the Knative Service of ${id}, and the team ${team} does not consent`,
    help: `let that team add to functions/${team}/team.yaml the lines "consents:" and "  - ${own}", or name a backend of this team`,
  };
}

function absentBackend(
  service: string,
  path: ValuePath,
  { id }: KnownService,
  clusters: readonly string[],
): Remark {
  return {
    code: 'KF413',
    severity: 'warning',
    path,
    message: `the backend "${service}" is not there: ${id} does not run on ${clusters.join(', ')}`,
    help: 'let it run there too, or write an overlay with other backends',
  };
}

function remarksOnCount({ routes }: FunctionSpec): Remark[] {
  if (routes.length <= MANY_ROUTES) return [];
  return [
    {
      code: 'KF418',
      severity: 'warning',
      path: ['routes'],
      message: `the function has ${routes.length} routes, all in one VirtualService: Envoy tries them one after the other, and from about ${MANY_ROUTES} on kubectl apply may refuse the object for its size`,
      help: 'write what routes have in common as one prefix or one regex, or divide the function',
    },
  ];
}

/** A regex matches the whole path in every version of Istio, so that anchors around it change nothing. */
function remarksOnRoute({ match: { regex } }: RouteDeclaration, index: number): Remark[] {
  const inner = regex === undefined ? undefined : withoutNeedlessAnchors(regex);
  if (regex === undefined || inner === undefined) return [];
  return [
    {
      code: 'KF415',
      severity: 'warning',
      path: ['routes', index, 'match', 'regex'],
      message: `the regex ${JSON.stringify(regex)} has anchors that it does not need`,
      help: `a regex matches the whole path; write ${JSON.stringify(inner)}`,
    },
  ];
}
