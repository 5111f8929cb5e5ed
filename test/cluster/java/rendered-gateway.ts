import { App, Testing } from 'cdk8s';
import { clusterExposure } from '../../../constructs/cluster-exposure';
import type { EgressServices } from '../../../constructs/egress-paths';
import { SystemChart } from '../../../constructs/system-chart';
import { platformOf, type Cluster, type Environment } from '../../../inventory';
import { platformProfile } from '../../../platform';
import { GOLDEN_ENVIRONMENT } from '../../golden/environment';

/** What is rendered for one Java gateway, in so far as its program sees it. */
export interface RenderedGateway {
  /** `application.yaml` of its ConfigMap. */
  readonly config: string;
  /** The environment variables of its container, as the Deployment writes them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its limit of memory, in MiB. */
  readonly memory: number;
}

/** The hosts that the gateways below send requests to. */
export const TARGETS = {
  ingress: 'faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local',
  egress: 'java.example.internal',
} as const;

export type Direction = keyof typeof TARGETS;

/** Which program the gateways run. */
export type GatewayKind = NonNullable<Environment['ingressGateway']['kind']>;

/** What a gateway is given in the tests, unless they say otherwise: the size of the company's test clusters. */
const RESOURCES = { cpu: '200m', memory: '512Mi' };

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: {
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
}

/**
 * Renders a gateway as the program does for a cluster.
 * @param egress the Java services that functions call; by default none are declared
 */
export function renderGateway(
  direction: Direction,
  kind: GatewayKind,
  request: number | undefined,
  egress?: EgressServices,
): RenderedGateway {
  const workload = {
    image: 'registry.example.com/gateway:1',
    kind,
    replicas: { min: 1, max: 2 },
    resources: RESOURCES,
  };
  const environment: Environment = {
    ...GOLDEN_ENVIRONMENT,
    ingressGateway: workload,
    egressGateway: workload,
    javaPlatform: { ...GOLDEN_ENVIRONMENT.javaPlatform, url: `http://${TARGETS.egress}`, ports: [80] },
    domains: [],
    timeouts: request === undefined ? undefined : { request },
  };
  const cluster = environment.clusters.at(-1) as Cluster;
  const { profile } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined) throw new Error('the cluster of the tests has no profile');
  const platform = { environment, cluster, profile };
  const exposed = clusterExposure(platform, []);
  const egressOf = () => egress;
  const props = { ...platform, exposed, egressOf, functionSecurity: 'restricted' as const };
  const objects = Testing.synth(new SystemChart(new App(), 'system', props)) as object[];
  return gatewayIn(objects, direction === 'ingress' ? 'faas-alpha-ingress-gateway' : 'egress-gateway');
}

/** A Java gateway of rendered objects, by its name. */
export function gatewayIn(objects: readonly object[], name: string): RenderedGateway {
  const of = (wanted: string) =>
    (objects as readonly Rendered[]).find(({ kind, metadata }) => kind === wanted && metadata.name === name);
  const [container] = of('Deployment')?.spec?.template?.spec.containers ?? [];
  return {
    config: of('ConfigMap')?.data?.['application.yaml'] ?? '',
    variables: Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []),
    memory: mebibytes(container?.resources.limits.memory ?? ''),
  };
}

/** A quantity of memory, in MiB. */
function mebibytes(quantity: string): number {
  const [, number, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (number === undefined) throw new Error(`${quantity} is no limit of memory that is read here`);
  return Number(number) * (unit === 'Gi' ? 1024 : 1);
}
