import { isLocalGateway, serviceOfHost } from '../base';
import { nearestWord } from '../findings';
import type { ValuePath } from '../shape';
import { consentsTo } from './consents';
import type { TeamDeclaration } from './declaration';
import { isKnative, type HostBackend, type KnativeBackend } from './backend';
import { backendLists, type FunctionSpec } from './function-spec';
import type { KnownServices, ServiceDeclarer } from './known-services';
import type { Remark } from './remark';

/** What the catalog says beside a function's own file. */
export interface Surroundings {
  readonly services: KnownServices;
  readonly teams: ReadonlyMap<string, TeamDeclaration>;
}

/**
 * Checks that each backend of a function that is a Knative Service is one that a file declares, that the function may use, and
 * that is there on the clusters where it gets requests; and that no other backend and no mirror is one by another name.
 * @param clusters where the function is as in `spec`
 */
export function remarksOnBackends(
  spec: FunctionSpec,
  clusters: readonly string[],
  surroundings: Surroundings,
): Remark[] {
  const ofBackends = backendLists(spec).flatMap(({ path, backends }) =>
    backends.flatMap((backend, index) =>
      isKnative(backend)
        ? remarksOnService(spec, backend, [...path, index, 'service'], clusters, surroundings)
        : remarksOnHost(spec, backend, [...path, index, 'host'], surroundings),
    ),
  );
  // Whom a mirror leads to gets the Host of the request, as a backend without an authority does.
  const ofMirrors = spec.routes.flatMap(({ mirror }, index) =>
    mirror === undefined
      ? []
      : remarksOnHost(spec, mirror, ['routes', index, 'mirror', 'host'], surroundings),
  );
  return [...ofBackends, ...ofMirrors];
}

function remarksOnService(
  spec: FunctionSpec,
  { service, weight }: KnativeBackend,
  path: ValuePath,
  clusters: readonly string[],
  surroundings: Surroundings,
): Remark[] {
  const { team, name, ksvc } = spec;
  if (service === ksvc) return [];
  const { services, teams } = surroundings;
  const id = `${team}/${name}`;
  const declarers = services.declarersOf(service);
  const [first] = declarers;
  if (first === undefined) {
    return services.isInBrokenFile(service) ? [] : [undeclared(service, path, spec, surroundings)];
  }
  const usable = declarers.filter((declarer) => mayUse(declarer, spec, teams));
  if (usable.length === 0) return [foreign(service, path, first, id)];
  const missing = clusters.filter((cluster) => !usable.some(({ isOn }) => isOn(cluster)));
  return weight === 0 || missing.length === 0 ? [] : [absent(service, path, usable, missing)];
}

function mayUse(
  declarer: ServiceDeclarer,
  { team, name }: FunctionSpec,
  teams: Surroundings['teams'],
): boolean {
  const owner = teams.get(declarer.team);
  return declarer.team === team || owner === undefined || consentsTo(owner, `${team}/${name}`);
}

/**
 * A host that is a Knative Service in truth. By its own name it is Knative's Service of type ExternalName, which leads to the
 * local gateway: without an authority the gateway would get its requests back. By the gateway and an authority it is reached
 * as by `service`, also in other namespaces.
 */
function remarksOnHost(
  spec: FunctionSpec,
  { host, authority }: Pick<HostBackend, 'host' | 'authority'>,
  path: ValuePath,
  { services, teams }: Surroundings,
): Remark[] {
  const asked = isLocalGateway(host) ? serviceOfHost(authority ?? '')?.name : undefined;
  const name = asked ?? serviceOfHost(host)?.name ?? host;
  const declarers = services.declarersOf(name);
  const [first] = declarers;
  if (first === undefined) return [];
  if (asked === undefined && authority === undefined) {
    const message = `the host "${host}" is the Knative Service of ${first.id}: the local gateway would get its requests back, and send them here again`;
    return [
      {
        code: 'KF454',
        severity: 'error',
        path,
        message,
        help: `name it by service where that can be: ${name}`,
      },
    ];
  }
  const isAllowed = declarers.some((declarer) => mayUse(declarer, spec, teams));
  return isAllowed ? [] : [foreign(name, path, first, `${spec.team}/${spec.name}`)];
}

/** Checks that what a function declares to be deployed elsewhere is declared by nobody else. */
export function remarksOnDeployedElsewhere(
  { team, name, deployedElsewhere }: FunctionSpec,
  { services }: Surroundings,
): Remark[] {
  const own = `${team}/${name}`;
  return deployedElsewhere.flatMap((service, index): Remark[] => {
    const declarers = services.declarersOf(service);
    const other = declarers.find(({ isOwn }) => isOwn) ?? declarers.find((one) => one.team !== team);
    if (other === undefined) return [];
    const path = ['deployedElsewhere', index];
    const found = { code: 'KF430', severity: 'error', path } as const;
    if (other.id === own) {
      const message = `"${service}" is the function's own Knative Service`;
      return [{ ...found, message, help: 'leave it out: it needs no declaration' }];
    }
    const message = other.isOwn
      ? `"${service}" is the Knative Service of ${other.id}, whose file says where it runs`
      : `"${service}" is declared by ${other.id} too, of another team`;
    const help = other.isOwn
      ? 'leave it out: backends may name it without'
      : 'leave it out here, and let that team consent to its use, or choose another name';
    return [{ ...found, message, help }];
  });
}

function undeclared(
  service: string,
  path: ValuePath,
  { team, name, ksvc }: FunctionSpec,
  { services, teams }: Surroundings,
): Remark {
  const consenting = [...teams].flatMap(([owner, declaration]) =>
    owner !== team && consentsTo(declaration, `${team}/${name}`) ? [owner] : [],
  );
  const known = [team, ...consenting].flatMap((owner) => services.namesOf(owner));
  const near = nearestWord(service, [ksvc, ...known]);
  const meant = near === undefined || service.startsWith(`${ksvc}-`) ? '' : `did you mean "${near}"? `;
  return {
    code: 'KF413',
    severity: 'error',
    path,
    message: `no file declares the backend "${service}": requests would fail with 503 if it is not there`,
    help: `${meant}If another pipeline deploys it, add to this file the line "deployedElsewhere: [${service}]"`,
  };
}

function foreign(
  service: string,
  path: ValuePath,
  { team, id, isOwn }: ServiceDeclarer,
  own: string,
): Remark {
  const what = isOwn ? `the Knative Service of ${id}` : `a Knative Service that ${id} declares`;
  return {
    code: 'KF412',
    severity: 'error',
    path,
    message: `the backend "${service}" is ${what}, and the team ${team} does not consent`,
    help: `let that team add to functions/${team}/team.yaml the lines "consents:" and "  - ${own}", or name a backend of this team`,
  };
}

function absent(
  service: string,
  path: ValuePath,
  declarers: readonly ServiceDeclarer[],
  clusters: readonly string[],
): Remark {
  const on = clusters.join(', ');
  const owner = declarers.find(({ isOwn }) => isOwn);
  const reason =
    owner === undefined
      ? `${declarers.map(({ id }) => id).join(', ')} declares it, but not on ${on}`
      : `${owner.id} does not run on ${on}`;
  return {
    code: 'KF413',
    severity: 'error',
    path,
    message: `the backend "${service}" is not there: ${reason}`,
    help: 'let it run there too, give it the weight 0 there, or write an overlay with other backends',
  };
}
