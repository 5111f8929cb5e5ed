import {
  DEFAULT_SETTINGS,
  groupBy,
  isObjectName,
  Names,
  NAMESPACE_HOLE,
  SERVICE_HOLE,
  type CompanyNames,
} from '../base';
import type { Problem } from '../shape';
import type { Environment } from './environment';
import { isDnsLabel } from './problem';

/** Whole segments of what ingress controllers and Java's gateways take as it is written: nothing that they decode or expand. */
const PREFIX = /^(\/[A-Za-z0-9._-]+)+\/$/;

/** Paths that Spring Boot answers by itself. */
const OWN_PATHS = ['actuator', 'error'];

/** What other objects of the same kinds in the namespace are called. */
const TAKEN = ['acme-http01-solver', 'default-deny'];

/** A function namespace and a Knative Service as long as they may be, and as short. */
const SAMPLES = ['a', 'a'.repeat(63)] as const;

/**
 * Finds what is wrong in what a company calls things.
 * @param settings of the right shape
 * @param environments undefined for an environment that is not checked
 */
export function checkNames(
  settings: CompanyNames,
  environments: readonly (Environment | undefined)[],
): Problem[] {
  const problems = [
    ...checkPrefix(settings.prefix ?? DEFAULT_SETTINGS.prefix),
    ...checkNamespace(settings.namespace ?? DEFAULT_SETTINGS.namespace),
    ...checkService('gatewayService', settings.gatewayService, [NAMESPACE_HOLE]),
    ...checkService('ingressGateway', settings.ingressGateway, [NAMESPACE_HOLE]),
    ...checkService('egressGateway', settings.egressGateway, []),
    ...checkVirtualService(settings.virtualService ?? DEFAULT_SETTINGS.virtualService),
  ];
  // Which names are equal follows from names that are none of any kind.
  return problems.length > 0 ? problems : checkCollisions(new Names(settings), environments);
}

function checkPrefix(prefix: string): Problem[] {
  const path = ['NAMES', 'prefix'];
  const shown = JSON.stringify(prefix);
  const [, first = ''] = prefix.split('/');
  if (!PREFIX.test(prefix) || /\/\.{1,2}\//.test(prefix)) {
    const message = `the prefix ${shown} is not whole path segments that every gateway takes as they are written`;
    const help = 'begin and end it with a slash; use letters, digits and . _ -, as in /faas/api/';
    return [{ code: 'KF526', path, message, help }];
  }
  if (!OWN_PATHS.includes(first)) return [];
  const message = `the prefix ${shown} begins with what the Java gateways answer by themselves`;
  return [{ code: 'KF526', path, message, help: `use another segment than ${first}` }];
}

function checkNamespace(namespace: string): Problem[] {
  if (isDnsLabel(namespace) && namespace !== 'system') return [];
  const message = `the namespace ${JSON.stringify(namespace)} is none that KFaas can have to itself`;
  const help = 'write a DNS label of at most 63 characters, other than system, as in kfaas-system';
  return [{ code: 'KF527', path: ['NAMES', 'namespace'], message, help }];
}

type Field = 'gatewayService' | 'ingressGateway' | 'egressGateway' | 'virtualService';

/** Checks the name of a Service: a DNS label that starts with a letter. */
function checkService(
  field: Exclude<Field, 'virtualService'>,
  text: string | undefined,
  holes: readonly string[],
): Problem[] {
  const template = text ?? DEFAULT_SETTINGS[field];
  const problems = checkHoles(field, template, holes);
  if (problems.length > 0) return problems;
  if (isDnsLabel(template.replace(NAMESPACE_HOLE, SAMPLES[0])) && !TAKEN.includes(template)) return [];
  return [unfit(field, template, 'Service')];
}

/** Checks the name of VirtualServices: DNS subdomains, from which the function namespace can be read off. */
function checkVirtualService(template: string): Problem[] {
  const problems = checkHoles('virtualService', template, [NAMESPACE_HOLE, SERVICE_HOLE]);
  if (problems.length > 0) return problems;
  const names = SAMPLES.map((sample) =>
    template.replace(NAMESPACE_HOLE, sample).replace(SERVICE_HOLE, sample),
  );
  if (!names.every(isObjectName)) return [unfit('virtualService', template, 'VirtualService')];
  const [, between = ''] = template.split(/<namespace>|<service>/);
  if (between !== '') return [];
  const message = `virtualService ${JSON.stringify(template)} does not tell the function namespace from the Knative Service`;
  const help = `write a text between the two that no function namespace contains, as in ${DEFAULT_SETTINGS.virtualService}`;
  return [{ code: 'KF527', path: ['NAMES', 'virtualService'], message, help }];
}

function checkHoles(field: Field, template: string, holes: readonly string[]): Problem[] {
  const found = template.match(/<[^>]*>?/g) ?? [];
  if ([...found].sort().join() === [...holes].sort().join()) return [];
  const wrong = holes.length === 0 ? 'has a placeholder' : `does not have ${holes.join(' and ')} once`;
  const message = `${field} ${JSON.stringify(template)} ${wrong}`;
  const help = `write it as in ${DEFAULT_SETTINGS[field]}`;
  return [{ code: 'KF527', path: ['NAMES', field], message, help }];
}

function unfit(field: Field, template: string, kind: string): Problem {
  const message = `${field} ${JSON.stringify(template)} gives no name that a ${kind} can have here`;
  const help = `use a-z, 0-9 and -, not too many, beginning with a letter, as in ${DEFAULT_SETTINGS[field]}`;
  return { code: 'KF527', path: ['NAMES', field], message, help };
}

/** Finds Services of one cluster that would have one name. */
function checkCollisions(names: Names, environments: readonly (Environment | undefined)[]): Problem[] {
  const clusters = environments.flatMap((environment) => environment?.clusters ?? []);
  const problems = clusters.flatMap(({ name: cluster, functionNamespaces }): Problem[] => {
    const services = [
      { field: 'egressGateway', name: names.egressGatewayName(), of: '' },
      ...[...new Set(functionNamespaces)].flatMap((of) => [
        { field: 'gatewayService', name: names.gatewayServiceName(of), of },
        { field: 'ingressGateway', name: names.ingressGatewayName(of), of },
      ]),
    ];
    return [...groupBy(services, ({ name }) => name).values()].flatMap(([first, second]): Problem[] => {
      if (second === undefined) return [];
      const [one, other] = [first, second].map(({ field, of }) => (of === '' ? field : `${field} of ${of}`));
      const message = `${one} and ${other} are both called "${first.name}" on the cluster ${cluster}`;
      const help = 'one would overwrite the other; give them names that no function namespace makes equal';
      return [{ code: 'KF528', path: ['NAMES', second.field], message, help }];
    });
  });
  return problems.slice(0, 1);
}
