/** An ingress controller, and the annotations of Ingresses that it reads. */
interface IngressController {
  readonly name: string;
  /** Names of classes that are usual for it: other classes often contain one, as `nginx-intranet` does. */
  readonly classes: readonly string[];
  /** The prefixes of its own annotations, with the slash. */
  readonly prefixes: readonly string[];
  /** Prefixes of another controller's annotations that it reads, too. @default [] */
  readonly alsoReads?: readonly string[];
  /** Where this is documented. */
  readonly source: string;
}

const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';

/** The ingress controllers whose annotations are known. */
const CONTROLLERS: readonly IngressController[] = [
  {
    name: 'ingress-nginx',
    classes: ['nginx'],
    prefixes: [NGINX_PREFIX],
    source:
      'kubernetes/ingress-nginx: the default of --annotations-prefix, and docs/user-guide/multiple-ingress.md',
  },
  {
    name: 'the NGINX Ingress Controller of F5',
    classes: ['nginx'],
    prefixes: ['nginx.org/', 'nginx.com/'],
    source: 'nginx/kubernetes-ingress: advanced configuration with annotations',
  },
  {
    name: 'the AWS Load Balancer Controller',
    classes: ['alb'],
    prefixes: ['alb.ingress.kubernetes.io/'],
    source: 'kubernetes-sigs/aws-load-balancer-controller: docs/guide/ingress/annotations.md and spec.md',
  },
  {
    name: 'Traefik',
    classes: ['traefik'],
    prefixes: ['traefik.ingress.kubernetes.io/'],
    source: 'doc.traefik.io: routing/providers/kubernetes-ingress, annotations',
  },
  {
    name: 'the HAProxy Kubernetes Ingress Controller',
    classes: ['haproxy'],
    prefixes: ['haproxy.org/', 'haproxy.com/'],
    source: 'haproxytech/kubernetes-ingress: documentation/annotations.md',
  },
  {
    name: 'HAProxy Ingress',
    classes: ['haproxy'],
    prefixes: ['haproxy-ingress.github.io/'],
    source: 'haproxy-ingress.github.io: docs/configuration/keys',
  },
  {
    name: 'the Kong Ingress Controller',
    classes: ['kong'],
    prefixes: ['konghq.com/'],
    source: 'developer.konghq.com: kubernetes-ingress-controller/reference/annotations',
  },
  {
    name: 'Contour',
    classes: ['contour'],
    prefixes: ['projectcontour.io/'],
    source: 'projectcontour/contour: config/annotations.md',
  },
  {
    name: 'the Application Gateway Ingress Controller',
    classes: ['azure-application-gateway', 'agic'],
    prefixes: ['appgw.ingress.kubernetes.io/'],
    source:
      'Azure/application-gateway-kubernetes-ingress: docs/annotations.md and features/custom-ingress-class.md',
  },
  {
    name: 'APISIX',
    classes: ['apisix'],
    prefixes: ['k8s.apisix.apache.org/'],
    source: 'apache/apisix-ingress-controller: docs/en/latest/concepts/annotations.md',
  },
  {
    name: 'Higress',
    classes: ['higress'],
    prefixes: ['higress.io/'],
    alsoReads: [NGINX_PREFIX],
    source: 'higress.cn: docs/latest/user/annotation, annotation key prefix',
  },
  {
    name: 'the MSE Ingress gateway',
    classes: ['mse'],
    prefixes: ['mse.ingress.kubernetes.io/'],
    alsoReads: [NGINX_PREFIX],
    source: 'alibabacloud.com: annotations supported by MSE Ingress gateways, annotation prefixes',
  },
];

/** How long an ingress controller waits for an answer. */
export interface IngressTimeout {
  /** The annotation that says it. */
  readonly annotation: string;
  /** In seconds. */
  readonly seconds: number;
  /** Whether the annotation is there; without it, the controller's default holds. */
  readonly isSaid: boolean;
}

/** How long ingress-nginx waits for the next byte (docs/user-guide/nginx-configuration/annotations.md, configmap.md). */
const NGINX_TIMEOUT = { annotation: `${NGINX_PREFIX}proxy-read-timeout`, seconds: 60 } as const;

/**
 * Returns how long the controller of a class waits for an answer; undefined where that is not known: of ingress-nginx
 * alone it is, by the name of the class and unless the annotations are those of the other controller of that name.
 */
export function ingressTimeout(
  className: string,
  annotations: Readonly<Record<string, string>>,
): IngressTimeout | undefined {
  const { annotation, seconds } = NGINX_TIMEOUT;
  const said = annotations[annotation];
  if (said !== undefined) {
    return /^\d{1,9}$/.test(said) ? { annotation, seconds: Number(said), isSaid: true } : undefined;
  }
  const others = Object.keys(annotations).some((name) => /^nginx\.(org|com)\//.test(name));
  const isNginx = controllersOf(className).some(({ prefixes }) => prefixes.includes(NGINX_PREFIX));
  return isNginx && !others ? { annotation, seconds, isSaid: false } : undefined;
}

/** Annotations of an Ingress that the controller of its class does not read. */
export interface UnreadAnnotations {
  /** What they begin with, such as `nginx.ingress.kubernetes.io/`. */
  readonly prefix: string;
  /** The controller that reads them. */
  readonly reader: string;
  /** The controller of the class. */
  readonly controller: string;
  /** What the annotations of that controller begin with. */
  readonly prefixes: readonly string[];
}

/**
 * Returns the annotations that belong to another controller than the class names, one entry for each prefix. Nothing is
 * known of a class whose name contains no controller's, and of other prefixes, such as `cert-manager.io/`.
 */
export function unreadAnnotations(className: string, annotations: readonly string[]): UnreadAnnotations[] {
  const ofClass = controllersOf(className);
  const [controller] = ofClass;
  if (controller === undefined) return [];
  const read = ofClass.flatMap(({ prefixes, alsoReads = [] }) => [...prefixes, ...alsoReads]);
  const prefixes = new Set(annotations.map((name) => name.slice(0, name.indexOf('/') + 1)));
  return [...prefixes].flatMap((prefix) => {
    const reader = CONTROLLERS.find((other) => other.prefixes.includes(prefix));
    if (reader === undefined || read.includes(prefix)) return [];
    return [{ prefix, reader: reader.name, controller: controller.name, prefixes: controller.prefixes }];
  });
}

/** The controllers that a class may belong to, by the words of its name. */
function controllersOf(className: string): readonly IngressController[] {
  const words = `-${className.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`;
  return CONTROLLERS.filter(({ classes }) => classes.some((name) => words.includes(`-${name}-`)));
}
