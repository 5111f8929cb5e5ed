import { isIP } from 'node:net';
import type { Finding, FindingCode, Severity } from '../findings';
import { checkPlatforms } from './check-platform';
import {
  ENVIRONMENT_NAMES,
  KFAAS_NAMESPACE,
  servesDomain,
  type Cluster,
  type Environment,
  type GatewayWorkload,
  type JavaPlatform,
  type Peers,
} from './environment';
import { placeOf } from './value-place';

/** Something wrong in the data of one environment. */
interface Problem {
  readonly code: FindingCode;
  /** @default error */
  readonly severity?: Severity;
  /** The text of the value at fault, by which its line is found. */
  readonly value: string;
  /** The cluster in whose line it is told where the value stands nowhere. @default - the top of the file */
  readonly cluster?: string;
  readonly message: string;
  readonly help: string;
}

/** Namespaces that belong to Kubernetes, Istio or Knative: business configuration there ends with an upgrade. */
const FOREIGN_NAMESPACES = ['default', 'istio-system', 'knative-serving', 'kube-public', 'kube-system'];

/** The folder beside those of the function namespaces in a cluster's output. */
const SYSTEM_FOLDER = 'system';

/** Longest function namespace: `<namespace>-ingress-gateway` must be a Service name of at most 63 characters. */
const NAMESPACE_LIMIT = 63 - '-ingress-gateway'.length;

const DNS_LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/**
 * Finds what is wrong in the environments: names, versions, domains, address ranges.
 * @param source gives the text of a file, to find the line of a value
 */
export function checkEnvironments(
  environments: readonly Environment[],
  source: (file: string) => string | undefined,
): Finding[] {
  const seen = new Set<string>();
  return environments.flatMap((environment, index) => {
    const problems = [...checkEnvironment(environment), ...checkClusterNames(environment, seen)];
    if (environments.findIndex(({ name }) => name === environment.name) !== index) {
      const message = `two environments are called "${environment.name}"`;
      problems.push(problem(environment.name, message, 'give each file of environments/ its own name'));
    }
    const file = `environments/${environment.name}.ts`;
    return problems.map(({ code, severity = 'error', value, cluster, message, help }): Finding => {
      const place = placeOf(
        file,
        cluster === undefined ? [value] : [value, `name: '${cluster}'`],
        source(file),
      );
      return { code, severity, message, help, places: [place] };
    });
  });
}

function checkEnvironment(environment: Environment): Problem[] {
  return [
    ...checkPeers(environment.siteGateway, 'siteGateway'),
    ...checkJavaPlatform(environment.javaPlatform),
    ...checkWorkload(environment.ingressGateway, 'ingressGateway'),
    ...checkWorkload(environment.egressGateway, 'egressGateway'),
    ...checkPlatforms(environment),
    ...environment.clusters.flatMap(checkCluster),
    ...checkDomains(environment),
  ];
}

function checkClusterNames(environment: Environment, seen: Set<string>): Problem[] {
  return environment.clusters.flatMap(({ name }) => {
    if (!DNS_LABEL.test(name)) {
      return [problem(name, `cluster "${name}" is not a DNS label`, 'use a-z, 0-9 and -, as in prod-us')];
    }
    if (ENVIRONMENT_NAMES.some((known) => known === name)) {
      const help = `overlays name environments and clusters alike; call it ${name}-1 or by its region`;
      return [problem(name, `cluster "${name}" has the name of an environment`, help)];
    }
    if (seen.has(name))
      return [problem(name, `cluster "${name}" is declared twice`, 'give each its own name')];
    seen.add(name);
    return [];
  });
}

function checkCluster({ name, functionNamespaces, siteGateways = {} }: Cluster): Problem[] {
  const problems: Problem[] = [];
  if (functionNamespaces.length === 0) {
    problems.push(problem(name, `cluster "${name}" has no function namespace`, 'name at least one'));
  }
  for (const [namespace, peers] of Object.entries(siteGateways)) {
    problems.push(...checkPeers(peers, namespace));
    if (functionNamespaces.includes(namespace)) continue;
    const message = `cluster "${name}" names a site gateway of "${namespace}", which is none of its namespaces`;
    problems.push(problem(namespace, message, `known here: ${functionNamespaces.join(', ')}`));
  }
  functionNamespaces.forEach((namespace, index) => {
    if (namespace.includes('-ns-')) {
      const message = `function namespace "${namespace}" contains "-ns-"`;
      const help = 'the names of two VirtualServices could be one: <namespace>-ns-<team>-<name>; use another';
      problems.push(problem(namespace, message, help));
    } else if (namespace === KFAAS_NAMESPACE) {
      problems.push({
        code: 'KF304',
        value: namespace,
        message: `cluster "${name}" would get its functions rendered into ${KFAAS_NAMESPACE}`,
        help: 'a Knative Service there could take the name of a gateway host; use a namespace of its own',
      });
    } else if (namespace === SYSTEM_FOLDER) {
      const message = `function namespace "${namespace}" has the name of the folder for what is no function's`;
      problems.push(problem(namespace, message, 'use another, as in faas-prod'));
    } else if (FOREIGN_NAMESPACES.includes(namespace)) {
      const message = `function namespace "${namespace}" does not belong to KFaas`;
      problems.push(problem(namespace, message, 'use a namespace of its own, as in faas-prod'));
    } else if (!DNS_LABEL.test(namespace) || namespace.length > NAMESPACE_LIMIT) {
      const message = `function namespace "${namespace}" is not a DNS label of at most ${NAMESPACE_LIMIT} characters`;
      problems.push(problem(namespace, message, 'use a-z, 0-9 and -, as in faas-prod'));
    } else if (functionNamespaces.indexOf(namespace) !== index) {
      const message = `function namespace "${namespace}" stands twice in cluster "${name}"`;
      problems.push(problem(namespace, message, 'name it once'));
    }
  });
  return problems;
}

function checkDomains(environment: Environment): Problem[] {
  const problems: Problem[] = [];
  const taken = new Set<string>();
  for (const domain of environment.domains) {
    if (!DNS_NAME.test(domain.host)) {
      problems.push(
        problem(domain.host, `"${domain.host}" is not a host name`, 'write it as faas.example.com'),
      );
    }
    for (const name of domain.clusters ?? []) {
      if (!environment.clusters.some((cluster) => cluster.name === name)) {
        const known = environment.clusters.map((cluster) => cluster.name).join(', ');
        problems.push(
          problem(name, `domain ${domain.host} names unknown cluster "${name}"`, `known: ${known}`),
        );
      }
    }
    for (const cluster of environment.clusters.filter(({ name }) => servesDomain(domain, name))) {
      const { functionNamespace: namespace, host } = domain;
      if (!cluster.functionNamespaces.includes(namespace)) {
        const message = `domain ${host} leads to namespace "${namespace}", which cluster "${cluster.name}" has not`;
        const help = `choose one of ${cluster.functionNamespaces.join(', ')}, or limit the domain's clusters`;
        problems.push(problem(namespace, message, help));
      }
      if (taken.has(`${cluster.name} ${host}`)) {
        const message = `domain ${host} stands twice on cluster "${cluster.name}"`;
        problems.push(problem(host, message, 'one Ingress would win by chance; keep one'));
      }
      taken.add(`${cluster.name} ${host}`);
    }
  }
  return problems;
}

function checkPeers(peers: Peers, field: string): Problem[] {
  const problems = (peers.cidrs ?? [])
    .filter((cidr) => !isCidr(cidr))
    .map((cidr) => problem(cidr, `"${cidr}" is not an address range`, 'write it as 10.0.0.0/8'));
  for (const namespace of (peers.namespaces ?? []).filter((name) => !DNS_LABEL.test(name))) {
    problems.push(problem(namespace, `"${namespace}" is not a namespace`, 'use a-z, 0-9 and -'));
  }
  if ((peers.cidrs ?? []).length + (peers.namespaces ?? []).length > 0) return problems;
  return [problem(field, `${field} names no peer`, 'an empty list would let in everybody; name a range')];
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const size = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size;
}

function checkJavaPlatform({ url, cidrs, ports }: JavaPlatform): Problem[] {
  const problems = checkPeers({ cidrs }, 'javaPlatform');
  if (!/^https?:\/\/[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?$/.test(url)) {
    problems.push(problem(url, `"${url}" is not the base URL of a gateway`, 'write it as http://host:8080'));
  }
  if (ports.length === 0) {
    problems.push(
      problem('ports', 'javaPlatform names no port', 'an empty list would open them all; name each'),
    );
  }
  for (const port of ports.filter((value) => !Number.isInteger(value) || value < 1 || value > 65_535)) {
    problems.push(problem(String(port), `${port} is not a port`, 'write a whole number from 1 to 65535'));
  }
  return problems;
}

function checkWorkload(
  { image, resources, replicas: { min, max } }: GatewayWorkload,
  field: string,
): Problem[] {
  const problems = Object.values(resources)
    .filter((quantity) => !/^[0-9]+(\.[0-9]+)?(m|[KMGT]i?)?$/.test(quantity))
    .map((quantity) =>
      problem(quantity, `"${quantity}" is not a Kubernetes quantity`, 'write it as 500m or 1Gi'),
    );
  if (!/^\S+$/.test(image)) {
    problems.push(problem(field, `${field} runs the image "${image}"`, 'write registry/name:tag'));
  }
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max) return problems;
  const message = `${field} runs on ${min} to ${max} replicas`;
  return [...problems, problem(field, message, 'min is a whole number of at least 1, max of at least min')];
}

function problem(value: string, message: string, help: string): Problem {
  return { code: 'KF501', value, message, help };
}
