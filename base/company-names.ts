/**
 * What a company calls things that KFaas renders. All clusters of a company agree in it. `<namespace>` stands for a function
 * namespace, `<service>` for the Knative Service of a function.
 */
export interface CompanyNames {
  /** The path prefix that the site gateway forwards; nothing outside it reaches a function. @default '/faas/api/' */
  readonly prefix?: string;
  /** The one namespace, beside those of the functions, that KFaas writes to. @default 'kfaas-system' */
  readonly namespace?: string;
  /** The ExternalName Service that is a function namespace's gateway host. @default '<namespace>-ksvc-gateway' */
  readonly gatewayService?: string;
  /** The VirtualService of a function. @default '<namespace>-ns-<service>-ksvc-virtualservice' */
  readonly virtualService?: string;
  /** The Java gateway that forwards requests to a function namespace. @default '<namespace>-ingress-gateway' */
  readonly ingressGateway?: string;
  /** The Java gateway through which functions call Java services. @default 'egress-gateway' */
  readonly egressGateway?: string;
}

/** The placeholder of a function namespace. */
export const NAMESPACE_HOLE = '<namespace>';

/** The placeholder of a Knative Service. */
export const SERVICE_HOLE = '<service>';

/** The settings of a company that has none of its own. */
export const DEFAULT_SETTINGS: Required<CompanyNames> = {
  prefix: '/faas/api/',
  namespace: 'kfaas-system',
  gatewayService: `${NAMESPACE_HOLE}-ksvc-gateway`,
  virtualService: `${NAMESPACE_HOLE}-ns-${SERVICE_HOLE}-ksvc-virtualservice`,
  ingressGateway: `${NAMESPACE_HOLE}-ingress-gateway`,
  egressGateway: 'egress-gateway',
};

/** The names that follow from a company's settings. The settings are valid. */
export class Names {
  /** The settings, those left out at their defaults. */
  public readonly settings: Required<CompanyNames>;
  /** The path prefix that the site gateway forwards. */
  public readonly prefix: string;
  /** The namespace of everything that is no function's. */
  public readonly namespace: string;
  private readonly egressGateway: string;
  private readonly hostEnd: string;
  private readonly gateway: readonly string[];
  private readonly ingress: readonly string[];
  private readonly route: readonly string[];
  private readonly isServiceFirst: boolean;

  constructor(settings: CompanyNames = {}) {
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    this.settings = { ...DEFAULT_SETTINGS, ...(Object.fromEntries(given) as CompanyNames) };
    const { prefix, namespace, gatewayService, virtualService, ingressGateway, egressGateway } =
      this.settings;
    this.prefix = prefix;
    this.namespace = namespace;
    this.egressGateway = egressGateway;
    this.hostEnd = `.${namespace}.svc.cluster.local`;
    this.gateway = gatewayService.split(NAMESPACE_HOLE);
    this.ingress = ingressGateway.split(NAMESPACE_HOLE);
    this.route = virtualService.split(/<namespace>|<service>/);
    this.isServiceFirst = virtualService.indexOf(SERVICE_HOLE) < virtualService.indexOf(NAMESPACE_HOLE);
  }

  /** Name of the ExternalName Service that represents a function namespace's local gateway. */
  public gatewayServiceName(functionNamespace: string): string {
    return `${this.gateway[0] ?? ''}${functionNamespace}${this.gateway[1] ?? ''}`;
  }

  /** The gateway host: the one host that all functions of a namespace share on the local gateway. */
  public gatewayHost(functionNamespace: string): string {
    return this.gatewayServiceName(functionNamespace) + this.hostEnd;
  }

  /**
   * Name of the Java gateway that forwards requests to a function namespace.
   * @param platform the Java platform that it forwards from; by default the company's own
   */
  public ingressGatewayName(functionNamespace: string, platform?: string): string {
    const named = platform === undefined ? functionNamespace : `${functionNamespace}-${platform}`;
    return `${this.ingress[0] ?? ''}${named}${this.ingress[1] ?? ''}`;
  }

  /**
   * Name of the Java gateway through which functions call Java services.
   * @param platform their Java platform; by default the company's own
   */
  public egressGatewayName(platform?: string): string {
    return platform === undefined ? this.egressGateway : `${platform}-${this.egressGateway}`;
  }

  /** Where functions call the services of a Java platform; the path of a service follows. */
  public egressUrl(platform?: string): string {
    return `http://${this.egressGatewayName(platform)}${this.hostEnd}`;
  }

  /** Name of a function's VirtualService. Unique where every function namespace `isTellable`. */
  public virtualServiceName(functionNamespace: string, ksvc: string): string {
    const [start = '', middle = '', end = ''] = this.route;
    const [first, second] = this.isServiceFirst ? [ksvc, functionNamespace] : [functionNamespace, ksvc];
    return `${start}${first}${middle}${second}${end}`;
  }

  /** The text between the placeholders of a VirtualService's name. */
  public get separator(): string {
    return this.route[1] ?? '';
  }

  /**
   * Whether the name of a VirtualService tells this function namespace from all others: the separator beside it is the first one, or
   * the last one where the namespace comes last. `a-ns` does not with `-ns-`: `a-ns-ns-x` may be of `a`, too.
   */
  public isTellable(functionNamespace: string): boolean {
    const { separator } = this;
    return this.isServiceFirst
      ? (separator + functionNamespace).lastIndexOf(separator) === 0
      : (functionNamespace + separator).indexOf(separator) === functionNamespace.length;
  }

  /** The path prefix of a function that declares no routes. */
  public conventionalPrefix(team: string, name: string): string {
    return `${this.prefix}${team}/${name}/`;
  }

  /** Returns the function namespace of a gateway host; undefined for other hosts. */
  public namespaceOfHost(host: string): string | undefined {
    const [start = '', end = ''] = this.gateway;
    const at = host.lastIndexOf(`${end}.`);
    return host.startsWith(start) && at > start.length ? host.slice(start.length, at) : undefined;
  }

  /** Returns the function namespace of a Java ingress gateway; undefined for other names. */
  public namespaceOfIngressGateway(name: string): string | undefined {
    const [start = '', end = ''] = this.ingress;
    if (!name.startsWith(start) || !name.endsWith(end)) return undefined;
    return name.slice(start.length, name.length - end.length) || undefined;
  }

  /** Spells the settings that are not the defaults, as an annotation; empty where all are. */
  public spelled(): string {
    const own = Object.entries(this.settings).filter(
      ([field, value]) => value !== DEFAULT_SETTINGS[field as keyof CompanyNames],
    );
    return own.length === 0 ? '' : JSON.stringify(Object.fromEntries(own));
  }
}

/** The names of a company that has no settings of its own. */
export const DEFAULT_NAMES = new Names();

/** Reads the annotation that `Names.spelled` wrote; what is none gives the defaults. */
export function namesFrom(spelled: string | undefined): Names {
  if (spelled === undefined || spelled === '') return DEFAULT_NAMES;
  try {
    const read = JSON.parse(spelled) as unknown;
    if (typeof read !== 'object' || read === null) return DEFAULT_NAMES;
    const known = Object.entries(read).filter(
      ([field, value]) => field in DEFAULT_SETTINGS && typeof value === 'string',
    );
    return new Names(Object.fromEntries(known));
  } catch {
    return DEFAULT_NAMES;
  }
}
