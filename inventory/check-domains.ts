import { isLabelName, isObjectName } from '../base';
import { platformProfile, unreadAnnotations } from '../platform';
import { checkCidrs } from './check-peers';
import { suggest, type ValuePath } from '../shape';
import { hasHttpChallenge, servesDomain, type Domain, type DomainController } from './domain';
import { platformOf, type Environment } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';

const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/** Finds what is wrong in the domains of an environment: hosts, clusters, namespaces, hosts that occur twice. */
export function checkDomains(environment: Environment): InventoryProblem[] {
  const taken = new Set<string>();
  return environment.domains.flatMap((domain, index) => checkDomain(domain, index, environment, taken));
}

function checkDomain(
  domain: Domain,
  index: number,
  environment: Environment,
  taken: Set<string>,
): InventoryProblem[] {
  const own = ['domains', index];
  const { host, functionNamespace: namespace } = domain;
  const problems: InventoryProblem[] = [];
  if (!DNS_NAME.test(host)) {
    problems.push(problem([...own, 'host'], `"${host}" is not a host name`, 'write it as faas.example.com'));
  }
  problems.push(...checkNames(domain, own), ...checkAnnotations(domain.ingress, [...own, 'ingress']));
  problems.push(
    ...checkCidrs(domain.ingress.nodeCidrs ?? [], [...own, 'ingress', 'nodeCidrs']),
    ...checkChallenge(domain, own, environment),
  );
  const known = environment.clusters.map(({ name }) => name);
  for (const [position, name] of (domain.clusters ?? []).entries()) {
    if (known.includes(name)) continue;
    const message = `domain ${host} names unknown cluster "${name}"`;
    problems.push(problem([...own, 'clusters', position], message, suggest(name, known)));
  }
  for (const cluster of environment.clusters.filter(({ name }) => servesDomain(domain, name))) {
    if (!cluster.functionNamespaces.includes(namespace)) {
      const message = `domain ${host} leads to namespace "${namespace}", which cluster "${cluster.name}" has not`;
      const help = `choose one of ${cluster.functionNamespaces.join(', ')}, or limit the domain's clusters`;
      problems.push(problem([...own, 'functionNamespace'], message, help));
    }
    if (taken.has(`${cluster.name} ${host}`)) {
      const message = `domain ${host} occurs twice on cluster "${cluster.name}"`;
      problems.push(problem([...own, 'host'], message, 'one Ingress would win by chance; keep one'));
    }
    taken.add(`${cluster.name} ${host}`);
  }
  return problems;
}

/** A challenge asks the host, and reaches whichever cluster answers for it at the time. */
function checkChallenge(domain: Domain, own: ValuePath, environment: Environment): InventoryProblem[] {
  const { host, tls } = domain;
  const serving = environment.clusters.filter(({ name }) => servesDomain(domain, name));
  const names = (clusters: typeof serving) => clusters.map(({ name }) => name).join(', ');
  if (hasHttpChallenge(domain) && serving.length > 1) {
    return [
      {
        code: 'KF510',
        severity: 'warning',
        path: [...own, 'tls', 'challenge'],
        message: `the certificate of ${host} is asked for by ${serving.length} clusters with HTTP-01, and the challenge of one may reach another: ${names(serving)}`,
        help: "say challenge: 'dns-01' where the issuer can, 'none' where it asks for none, or existingSecret: a Secret that is the same in all of them",
      },
    ];
  }
  if (!('challenge' in tls) || tls.challenge !== 'dns-01') return [];
  const lacking = serving.filter((cluster) => {
    const { profile } = platformProfile(platformOf(environment, cluster));
    return profile !== undefined && !profile.features.acmeSolversOnIssuer;
  });
  if (lacking.length === 0) return [];
  return [
    {
      code: 'KF701',
      path: [...own, 'tls', 'challenge'],
      message: `${host} asks for DNS-01; on ${names(lacking)} each Certificate must name a provider of DNS, which KFaas does not know`,
      help: 'cert-manager 0.8 takes it from the issuer: upgrade, or name an existingSecret',
    },
  ];
}

/** The names of what a domain uses, which the API server would refuse with the whole object. */
function checkNames({ ingress, tls }: Domain, own: ValuePath): InventoryProblem[] {
  const { className, namespace, annotations = {} } = ingress;
  const names: readonly (readonly [path: ValuePath, name: string, what: string, isName: boolean])[] = [
    [['ingress', 'className'], className, 'the name of an IngressClass', isObjectName(className)],
    [['ingress', 'namespace'], namespace, 'a namespace', isDnsLabel(namespace)],
    'issuer' in tls
      ? [['tls', 'issuer', 'name'], tls.issuer.name, 'the name of an issuer', isObjectName(tls.issuer.name)]
      : [
          ['tls', 'existingSecret'],
          tls.existingSecret,
          'the name of a Secret',
          isObjectName(tls.existingSecret),
        ],
  ];
  return [
    ...names
      .filter(([, , , isName]) => !isName)
      .map(([path, name, what]) =>
        problem([...own, ...path], `${JSON.stringify(name)} is not ${what}`, 'use a-z, 0-9 and -'),
      ),
    ...Object.keys(annotations)
      .filter((name) => !isLabelName(name))
      .map((name): InventoryProblem => {
        const message = `${JSON.stringify(name)} is not the name of an annotation`;
        const help = 'write it as nginx.ingress.kubernetes.io/proxy-body-size';
        return { ...problem([...own, 'ingress', 'annotations', name], message, help), at: 'key' };
      }),
  ];
}

/** A controller ignores the annotations of another: limits and timeouts would be its defaults. */
function checkAnnotations(
  { className, annotations = {} }: DomainController,
  own: ValuePath,
): InventoryProblem[] {
  return unreadAnnotations(className, Object.keys(annotations)).map(
    ({ prefix, reader, controller, prefixes }) => ({
      code: 'KF507',
      severity: 'warning',
      path: [...own, 'annotations'],
      at: 'key',
      message: `annotations ${prefix}… are for ${reader}; by its name, the class "${className}" belongs to ${controller}`,
      help: `write the annotations of ${controller} (${prefixes.join(', ')}), or correct className`,
    }),
  );
}
