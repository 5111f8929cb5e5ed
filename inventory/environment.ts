import type { GatewayKind, RuntimeTable } from '../base';
import type {
  Assume,
  PlatformOverrides,
  PlatformSettings,
  PlatformVersions,
  PublicGateway,
  TimeoutSettings,
} from '../platform';
import { servesDomain, type Domain } from './domain';
import type { Guard } from './guard';
import type { FurtherJavaPlatform } from './java-platforms';
import type { JavaServices } from './java-services';
import type { Monitoring } from './monitoring';
import type { WorkloadScaling } from './gateway-load';
import type { Reader } from './readers';
import type { GatewayService, Registry } from './reachability';

/** One environment: what its clusters have in common, and the clusters. Data, not behaviour. */
export interface Environment {
  /** Unique; its file in `environments/` and its folder in the output have the same name. */
  readonly name: string;
  /** Where requests of the Java site gateway come from, unless a cluster says otherwise. */
  readonly siteGateway: Peers;
  /** Where the egress gateways send functions' requests. */
  readonly javaPlatform: JavaPlatform;
  /**
   * Java platforms beside it, by their names, such as that of an acquired company. Functions call their services as `<name>/<service>`.
   * @default {}
   */
  readonly javaPlatforms?: Readonly<Record<string, FurtherJavaPlatform>>;
  readonly ingressGateway: IngressGateway;
  readonly egressGateway: GatewayWorkload;
  /** Hosts under which functions can be reached past the site gateway. */
  readonly domains: readonly Domain[];
  readonly clusters: readonly Cluster[];
  /**
   * The Secrets with which nodes pull the images of all pods that are rendered, by name. They must be in `kfaas-system` and in
   * every function namespace.
   * @default []
   */
  readonly imagePullSecrets?: readonly string[];
  /**
   * Where the company's Java services register. The ingress gateways do, too.
   * @default - they are known by their Services alone
   */
  readonly registry?: Registry;
  /** Who else speaks with the gateways' pods. @default {} */
  readonly network?: GatewayNetwork;
  /**
   * How the gateways' metrics are collected, and who is told when something is wrong.
   * @default - metrics are served to whom `network.metrics` names; nothing is rendered for Prometheus
   */
  readonly monitoring?: Monitoring;
  /**
   * Who may read in its clusters what KFaas reads of them, and change nothing: the role `kfaas-reader`.
   * @default [] - nobody, and the role is not rendered
   */
  readonly readers?: readonly Reader[];
  /**
   * Who may write routes on the gateway hosts and what is rendered in `kfaas-system`, and what becomes of what others write there.
   * @default - whom RBAC lets; nothing is rendered
   */
  readonly guard?: Guard;
  /**
   * How long a request may take. The gateways' limits follow from it.
   * @default - as long as Knative lets it by default, 300 s
   */
  readonly timeouts?: TimeoutSettings;
  /**
   * Requests that one function (a revision of its Knative Service) gets at once from one pod of the local gateway: those beyond it are
   * answered with 503 at once, so that a slow function does not take all that the gateways forward. From Istio 1.5 on.
   * @default 100
   */
  readonly requestsPerFunction?: number;
  /**
   * What functions of a runtime get that say nothing: port, probes, CPU and memory.
   * @default {} - the defaults of each runtime, as docs/catalog.md lists them
   */
  readonly runtimes?: RuntimeTable;
  /**
   * Whether functions are also bound to the Gateway of public hosts, beside the local gateway: whoever reaches that one and names a
   * gateway host as `Host` then needs no token.
   * @default 'bound'
   */
  readonly publicGateway?: PublicGateway;
  /**
   * What to do with versions of its clusters that are newer than any that is known: render for them as for the newest.
   * @default - they are refused
   */
  readonly assume?: Assume;
}

/** Network peers: at least one CIDR or namespace. */
export interface Peers {
  /** Address ranges, such as `10.20.0.0/16`. @default [] */
  readonly cidrs?: readonly string[];
  /** Namespaces of the same cluster. @default [] */
  readonly namespaces?: readonly string[];
}

/** Connections that the network policies of the gateways allow beside those that the rest of the environment asks for. */
export interface GatewayNetwork {
  /**
   * Where names are resolved, beside the pods with the label `k8s-app: kube-dns` in `kube-system`: the address of NodeLocal
   * DNS, such as `169.254.20.10/32`.
   * @default - nowhere else
   */
  readonly dns?: Peers;
  /**
   * Who may collect metrics, on the gateways' port 8081 at `/actuator/prometheus`. The image brings Micrometer's registry
   * for Prometheus.
   * @default - nobody
   */
  readonly metrics?: Peers;
}

/** The Java services that functions may call. */
export interface JavaPlatform {
  /** Base URL of the Java platform's own gateway, without a path. */
  readonly url: string;
  /** Address ranges of the Java services; the egress gateway may open connections to no other. */
  readonly cidrs: readonly string[];
  /** Ports of the Java services. */
  readonly ports: readonly number[];
  /**
   * The Java services that functions may call, by the names that the Java platform has for them. On each cluster the egress gateway leads to
   * those that a function names in `calls`, and answers everything else with 404.
   * @default - every path of the Java platform's gateway
   */
  readonly services?: JavaServices;
}

/** How one direction of the east-west gateways runs. */
export interface GatewayWorkload {
  /** What its image runs. Each is configured in its own way. @default 'zuul' */
  readonly kind?: GatewayKind;
  /** Container image: with the tag of a release, with a digest (`@sha256:` and 64 digits), or with both. */
  readonly image: string;
  readonly replicas: { readonly min: number; readonly max: number };
  /** Kubernetes quantities. Memory's limit equals its request, since a JVM does not give memory back. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /**
   * By what it scales beside its CPU. The more pods of what both ask for run.
   * @default - by its CPU alone, which needs no metrics adapter
   */
  readonly scaling?: WorkloadScaling;
}

/** How the ingress gateways run, and how the site gateway reaches them. */
export interface IngressGateway extends GatewayWorkload {
  /** How they are reached from outside of the cluster. @default { kind: 'ClusterIP' } */
  readonly service?: GatewayService;
}

/** One Kubernetes cluster. */
export interface Cluster {
  /** Unique among all clusters, and no environment's name: overlays name either. */
  readonly name: string;
  /** Where it is, as the cloud provider names it. */
  readonly region: string;
  /**
   * The context of the kubeconfig by which `--live` reads it.
   * @default - the cluster's name
   */
  readonly context?: string;
  readonly platform: PlatformVersions;
  /**
   * What its operators have re-pointed.
   * @default - everything follows from the versions
   */
  readonly overrides?: PlatformOverrides;
  /**
   * Whether functions are also bound to the Gateway of public hosts.
   * @default - the environment's `publicGateway`
   */
  readonly publicGateway?: PublicGateway;
  /**
   * Where requests of the site gateway of one function namespace come from, by its name: each test environment
   * of the company has a site gateway of its own.
   * @default - the environment's `siteGateway`
   */
  readonly siteGateways?: Readonly<Record<string, Peers>>;
  /** The namespaces that hold functions. In a test cluster there are several, behind one local gateway. */
  readonly functionNamespaces: readonly string[];
}

/** The domains that a cluster serves. */
export function servingDomains({ domains }: Environment, { name }: Cluster): readonly Domain[] {
  return domains.filter((domain) => servesDomain(domain, name));
}

/** What a cluster says of its platform. */
export function platformOf(environment: Environment, cluster: Cluster): PlatformSettings {
  const { platform, overrides, publicGateway = environment.publicGateway } = cluster;
  return { versions: platform, overrides, assume: environment.assume, publicGateway };
}
