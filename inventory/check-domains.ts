import { isLabelName, isObjectName } from '../base';
import { unreadAnnotations } from '../platform';
import { suggest, type ValuePath } from '../shape';
import { servesDomain, type Domain, type DomainController, type Environment } from './environment';
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
