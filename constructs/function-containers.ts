import { KNATIVE_PORT, type RuntimeDefaults } from '../base';
import {
  BESIDE_DEFAULTS,
  containerResources,
  functionSecurity,
  isReadOnly,
  OWN_CONTAINER,
  type ContainerDeclaration,
  type FunctionSecurity,
  type ServiceDeclaration,
} from '../catalog';
import type {
  ServiceSpecTemplateSpecContainers as Container,
  ServiceSpecTemplateSpecContainersEnv as Variable,
  ServiceSpecTemplateSpecContainersSecurityContext as SecurityContext,
  ServiceSpecTemplateSpecContainersVolumeMounts as VolumeMount,
} from '../imports/serving.knative.dev';
import type { PlatformProfile } from '../platform';

type Probes = Pick<Container, 'readinessProbe' | 'livenessProbe' | 'startupProbe'>;

/**
 * The containers of a function's pods: its own first, then its sidecars. Knative puts its own beside them.
 * @param given variables of its own container before those of its file
 */
export function functionContainers(
  service: ServiceDeclaration,
  defaults: RuntimeDefaults,
  profile: PlatformProfile,
  given: readonly Variable[] = [],
): Container[] {
  const sidecars = Object.entries(service.sidecars ?? {});
  const [{ containerPort = defaults.port, name } = {}] = service.ports ?? [];
  // Of several containers, the one with a port gets the requests.
  const isSaid = sidecars.length > 0 || containerPort !== KNATIVE_PORT || name !== undefined;
  const own: Container = {
    ...(sidecars.length > 0 ? { name: OWN_CONTAINER } : {}),
    ...container(service, service, profile),
    ...(given.length === 0 ? {} : { env: [...given, ...variables(service.env ?? {})] }),
    ...(service.imagePullPolicy === undefined ? {} : { imagePullPolicy: service.imagePullPolicy }),
    ...(isSaid ? { ports: [{ ...(name === undefined ? {} : { name }), containerPort }] } : {}),
    ...probes(service, defaults),
    resources: containerResources(defaults, service.resources),
  };
  return [own, ...sidecars.map(([sidecar, declared]) => beside(sidecar, declared, service, profile))];
}

/** The containers that run to their end before those of {@link functionContainers}; `undefined` where there are none. */
export function functionInitContainers(
  service: ServiceDeclaration,
  profile: PlatformProfile,
): Container[] | undefined {
  if (service.initContainers === undefined) return undefined;
  return Object.entries(service.initContainers).map(([name, declared]) =>
    beside(name, declared, service, profile),
  );
}

/** A container that is not the function's own. */
function beside(
  name: string,
  declared: ContainerDeclaration,
  service: ServiceDeclaration,
  profile: PlatformProfile,
): Container {
  const resources = containerResources(BESIDE_DEFAULTS, declared.resources);
  return { name, ...container(declared, service, profile), resources };
}

/** What all containers of a function have alike. */
function container(
  { image, command, args, workingDir, env, envFrom, volumeMounts }: ContainerDeclaration,
  service: ServiceDeclaration,
  profile: PlatformProfile,
): Container {
  const context = securityContext(functionSecurity(service), profile);
  return {
    image,
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(env === undefined ? {} : { env: variables(env) }),
    ...(envFrom === undefined ? {} : { envFrom }),
    ...(volumeMounts === undefined ? {} : { volumeMounts: mounts(volumeMounts, service) }),
    ...(context === undefined ? {} : { securityContext: context }),
  };
}

/** Variables in the order of the file: a text may refer to those before it. */
function variables(env: NonNullable<ContainerDeclaration['env']>): Variable[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, valueFrom: value },
  );
}

function mounts(
  declared: NonNullable<ContainerDeclaration['volumeMounts']>,
  { volumes = {} }: ServiceDeclaration,
): VolumeMount[] {
  return Object.entries(declared).map(
    ([mountPath, { name, readOnly = isReadOnly(volumes[name]), subPath }]) => ({
      name,
      mountPath,
      ...(readOnly ? { readOnly } : {}),
      ...(subPath === undefined ? {} : { subPath }),
    }),
  );
}

/** The probes of the function's own container: those of its file, or its runtime's. */
function probes(
  { readinessProbe, livenessProbe, startupProbe }: ServiceDeclaration,
  { readinessPath, livenessPath }: RuntimeDefaults,
): Probes {
  const asked = (path: string | undefined) => (path === undefined ? undefined : { httpGet: { path } });
  const all = {
    readinessProbe: readinessProbe ?? asked(readinessPath),
    livenessProbe: livenessProbe ?? asked(livenessPath),
    startupProbe,
  };
  return Object.fromEntries(Object.entries(all).filter(([, probe]) => probe !== undefined));
}

/** A container's security context, in so far as the cluster's Knative takes it; `undefined` where nothing is left of it. */
function securityContext(
  {
    runAsUser,
    runAsNonRoot,
    allowPrivilegeEscalation,
    dropped,
    seccompProfile,
    readOnlyRootFilesystem,
  }: FunctionSecurity,
  { knativeSecurity: takes }: PlatformProfile,
): SecurityContext | undefined {
  const context = {
    ...(takes.allowPrivilegeEscalation ? { allowPrivilegeEscalation } : {}),
    ...(takes.capabilities ? { capabilities: { drop: [...dropped] } } : {}),
    ...(readOnlyRootFilesystem ? { readOnlyRootFilesystem } : {}),
    ...(takes.runAsNonRoot ? { runAsNonRoot } : {}),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(takes.seccompProfile ? { seccompProfile: { type: seccompProfile } } : {}),
  };
  return Object.keys(context).length === 0 ? undefined : context;
}
