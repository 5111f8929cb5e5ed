import { isLocalGateway, serviceOfHost } from '../base';
import { spellPath, type Problem, type ValuePath } from '../shape';
import { nameOfBackend, type BackendDeclaration } from './backend';
import { AUTHORITY_PATTERN, HOST_PATTERN } from './backend-schema';
import type { FunctionDeclaration } from './declaration';
import { exactlyOneOf } from './exactly-one';
import { isDnsLabel, KSVC_NAME_LIMIT } from './names';
import { checkHeaderChanges } from './treatment-rules';

const HOST = new RegExp(HOST_PATTERN);

const AUTHORITY = new RegExp(AUTHORITY_PATTERN);

/**
 * Checks that backends are unique, their names are valid, and their weights add up to 100.
 * @param at where the list is in the function's file
 */
export function checkBackends(backends: FunctionDeclaration['backends'], at: ValuePath): Problem[] {
  if (backends === undefined) return [];
  const problems = backends.flatMap((backend, index) => [
    ...checkTarget(backend, backends.slice(0, index), [...at, index]),
    ...checkHeaderChanges(backend.headers, [...at, index, 'headers']),
  ]);
  return [...problems, ...checkWeights(backends, at)];
}

function checkTarget(
  backend: BackendDeclaration,
  before: readonly BackendDeclaration[],
  path: ValuePath,
): Problem[] {
  const one = exactlyOneOf(path, backend, ['service', 'host']);
  if (one.length > 0) return one;
  const { service, host = '' } = backend;
  const named = service === undefined ? checkHost(host, [...path, 'host']) : misplacedFields(backend, path);
  const own =
    service === undefined ? [] : checkServiceName(service, `backend "${service}"`, [...path, 'service']);
  const [misnamed] = [...own, ...named];
  if (misnamed !== undefined) return [misnamed];
  const led = service === undefined ? checkAuthority(backend, path) : [];
  if (led.length > 0 || !before.some((other) => areAlike(other, backend))) return led;
  const help = 'keep one entry and add the weights up';
  const at = [...path, service === undefined ? 'host' : 'service'];
  return [{ code: 'KF405', path: at, message: `backend "${nameOfBackend(backend)}" is listed twice`, help }];
}

/** Entries that differ in weight and headers alone; two that send another Host are two. */
function areAlike(one: BackendDeclaration, other: BackendDeclaration): boolean {
  return (['service', 'host', 'port', 'authority'] as const).every((field) => one[field] === other[field]);
}

/** A Knative Service has one port and one Host. */
function misplacedFields(backend: BackendDeclaration, path: ValuePath): Problem[] {
  return (['port', 'authority'] as const).flatMap((field): Problem[] => {
    if (backend[field] === undefined) return [];
    const message = `"${spellPath([...path, field])}" stands beside a Knative Service, which gateways reach in one way`;
    return [
      { code: 'KF204', path: [...path, field], message, help: 'leave it out, or write host for service' },
    ];
  });
}

/** Checks the name of a Service, or a host in full, that is no Knative Service. */
export function checkHost(host: string, path: ValuePath): Problem[] {
  const isName = host.length <= 253 && host.split('.').every((label) => label.length <= 63);
  if (isName && HOST.test(host)) return [];
  const message = `"${spellPath(path)}" ${JSON.stringify(host)} is not a host`;
  const help = 'write the name of a Service of the namespace, or a host in full, without wildcards and port';
  return [{ code: 'KF204', path, message, help }];
}

/** Checks the Host that a host is sent, and that requests do not come back to where they are from. */
function checkAuthority({ host = '', authority }: BackendDeclaration, at: ValuePath): Problem[] {
  const path = [...at, 'authority'];
  if (authority !== undefined && !AUTHORITY.test(authority)) {
    const message = `"${spellPath(path)}" ${JSON.stringify(authority)} is not a host`;
    return [{ code: 'KF204', path, message, help: 'write it as billing.example.com or billing:8080' }];
  }
  if (!isLocalGateway(host)) return [];
  if (authority !== undefined && serviceOfHost(authority) !== undefined) return [];
  const message = `the local gateway "${host}" would get its requests back, and send them here again`;
  const help = 'name a Knative Service by service, or by the authority <name>.<namespace>.svc.cluster.local';
  return [{ code: 'KF454', path: [...at, 'host'], message, help }];
}

function checkWeights(backends: readonly BackendDeclaration[], at: ValuePath): Problem[] {
  if (backends.length === 1 && backends[0]?.weight === undefined) return [];
  const unweighted = backends.findIndex(({ weight }) => weight === undefined);
  const nameAt = (index: number) => nameOfBackend(backends[index] ?? {});
  if (unweighted >= 0) {
    const message = `backend "${nameAt(unweighted)}" has no weight`;
    const help = 'with several backends each needs one, and together they make 100';
    return [{ code: 'KF404', path: [...at, unweighted], message, help }];
  }
  const negative = backends.findIndex(({ weight = 0 }) => weight < 0);
  if (negative >= 0) {
    const message = `backend "${nameAt(negative)}" has the weight ${backends[negative]?.weight}`;
    const help = 'a weight is a whole number from 0 to 100';
    return [{ code: 'KF404', path: [...at, negative, 'weight'], message, help }];
  }
  const sum = backends.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum === 100) return [];
  const message = `the weights of the backends make ${sum}, not 100`;
  return [{ code: 'KF404', path: at, message, help: 'change them so that they make 100' }];
}

/** Checks the names of Knative Services that another pipeline deploys, each by itself. */
export function checkDeployedElsewhere(names: readonly string[] = []): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    const path = ['deployedElsewhere', index];
    const misnamed = checkServiceName(name, `the Knative Service "${name}"`, path);
    if (misnamed.length > 0 || names.indexOf(name) === index) return misnamed;
    return [{ code: 'KF430', path, message: `"${name}" is listed twice`, help: 'keep one entry' }];
  });
}

/** Checks the name of a Knative Service. */
export function checkServiceName(name: string, what: string, path: ValuePath): Problem[] {
  if (!isDnsLabel(name)) {
    const help = 'write a-z, 0-9 and -, starting with a letter, as in saas-showroom';
    return [{ code: 'KF301', path, message: `${what} is not a DNS label`, help }];
  }
  if (name.length <= KSVC_NAME_LIMIT) return [];
  const message = `${what} has ${name.length} characters`;
  const help = `a Knative Service's name has at most ${KSVC_NAME_LIMIT}`;
  return [{ code: 'KF302', path, message, help }];
}
