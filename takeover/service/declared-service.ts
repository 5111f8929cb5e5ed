import {
  javaCall,
  LABEL,
  listOf,
  mappingOf,
  textOf,
  DEFAULT_NAMES,
  type Mapping,
  type Names,
  type Runtime,
} from '../../base';
import { serviceProblems, type RouteDeclaration, type ServiceDeclaration } from '../../catalog';
import type { Environment } from '../../inventory';
import type { PlatformProfile } from '../../platform';
import { ownContainer } from './container-meaning';
import { guessedRuntime } from './guessed-runtime';
import { outsideOf, ownName, rulesOutside, withoutSecrets, type Outside } from './outside';
import { saidService } from './said-service';
import { smallest } from './smallest';
import { trials } from './trial';
import { asV1, type V1Service } from './v1-service';
import { withinCatalog } from './within-catalog';
import { valueAt } from './edited';

/** A Knative Service, and what decides how a function's file says it. */
export interface ServiceToDeclare {
  /** The object, of any API version. */
  readonly service: Mapping;
  /** Those of its revisions, in its namespace. */
  readonly destinationRules: readonly Mapping[];
  /** What follows from the versions of its cluster. */
  readonly profile: PlatformProfile;
  /** What the environment gives to functions that say nothing. */
  readonly environment: Pick<Environment, 'imagePullSecrets' | 'runtimes' | 'requestsPerFunction'>;
  /** What the company calls things. @default DEFAULT_NAMES */
  readonly names?: Names;
  /** The routes that its function will have: their timeouts decide on its own. @default [] */
  readonly routes?: readonly RouteDeclaration[];
  /** The Java services that it is known to call: an object says of them only in which platforms they are. @default [] */
  readonly calls?: readonly string[];
}

/** What a Knative Service says, as a function's file would. */
export interface DeclaredService {
  /** The smallest that makes the object again; `undefined` where no file can name its image, so that it stays with who deploys it. */
  readonly service: ServiceDeclaration | undefined;
  readonly runtime: Runtime;
  /** What the runtime follows from, for people. */
  readonly runtimeFrom: string;
  /** The Java services of `calls` in whose platforms the object is given an address. @default - it is given none */
  readonly calls?: readonly string[];
  /** What no file can say, and what KFaas renders otherwise. With none of it, the object stays as it is. */
  readonly outside: readonly Outside[];
}

/**
 * Turns a Knative Service as it stands into `service:` of a function's file. First everything is said that the object says; what no file
 * may say is left out of that, and then what KFaas renders anyway. What is left is rendered, and whatever then differs from the object
 * is listed: so nothing is lost unseen, whether or not it is known here.
 */
export function declaredService(input: ServiceToDeclare): DeclaredService {
  const { profile, environment, destinationRules, names = DEFAULT_NAMES, routes = [] } = input;
  const object = asV1(input.service);
  const { name, namespace } = mappingOf(input.service.metadata);
  const [ksvc, place] = [textOf(name) ?? '', textOf(namespace) ?? ''];
  const { runtime, from: runtimeFrom } = guessedRuntime(object.value);
  const { calls, variables } = knownCalls(object.value, input.calls ?? [], names);
  const said = saidService(object.value, {
    namespace: place,
    destinationRules,
    profile,
    imagePullSecrets: environment.imagePullSecrets ?? [],
    given: variables,
  });
  const { service: allowed, refused } = withinCatalog(said, ksvc, routes);
  const result = { runtime, runtimeFrom, ...(calls.length === 0 ? {} : { calls }) };
  if (allowed === undefined) {
    return { ...result, service: undefined, outside: [withoutImage(object, refused.at(-1)?.why)] };
  }
  const team = textOf(mappingOf(mappingOf(object.value.metadata).labels)[LABEL.team]) ?? '';
  const tried = trials({ ...input, object, names, namespace: place, ksvc, team, runtime, routes, calls });
  const isAllowed = (declaration: ServiceDeclaration) =>
    serviceProblems(declaration, ksvc, routes).length === 0;
  const service = smallest(allowed, tried, isAllowed);
  const { service: found, rules } = tried(service).differences();
  const containers = containersOf(object.value);
  const own = ownContainer(containers);
  const outside = [...ownName(containers[own], own), ...outsideOf(found, refused, object.value, profile)].map(
    (one) => ({ ...one, path: object.placeOf(one.path) }),
  );
  return { ...result, service, outside: [...outside, ...rulesOutside(rules, profile)] };
}

function containersOf(service: Mapping): readonly unknown[] {
  return listOf(mappingOf(mappingOf(mappingOf(service.spec).template).spec).containers);
}

/** Why nothing of an object is said at all: no file can name its image. */
function withoutImage(object: V1Service, why = 'it has no image'): Outside {
  const own = ownContainer(containersOf(object.value));
  const path = ['spec', 'template', 'spec', 'containers', own, 'image'];
  return { path: object.placeOf(path), value: withoutSecrets(valueAt(object.value, path)), why };
}

/** Which of the known calls go to a platform whose address the own container has, and the variables that have them. */
function knownCalls(
  service: Mapping,
  known: readonly string[],
  names: Names,
): { readonly calls: readonly string[]; readonly variables: readonly string[] } {
  const containers = containersOf(service);
  const env = listOf(mappingOf(containers[ownContainer(containers)]).env).map(mappingOf);
  const found = known.flatMap((call) => {
    const parsed = javaCall(call);
    const url = names.egressUrl(parsed?.platform);
    const variable = env.find(
      ({ name, value }) => String(name).startsWith('KFAAS_EGRESS_URL') && value === url,
    );
    return parsed === undefined || variable === undefined ? [] : [{ call, variable: String(variable.name) }];
  });
  return { calls: found.map(({ call }) => call), variables: found.map(({ variable }) => variable) };
}
