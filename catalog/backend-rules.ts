import type { Problem, ValuePath } from '../shape';
import type { FunctionDeclaration } from './declaration';
import { isDnsLabel, KSVC_NAME_LIMIT } from './names';

/**
 * Checks that backends are unique, their names are valid, and their weights add up to 100.
 * @param at where the list is in the function's file
 */
export function checkBackends(backends: FunctionDeclaration['backends'], at: ValuePath): Problem[] {
  if (backends === undefined) return [];
  const problems: Problem[] = [];
  backends.forEach(({ service }, index) => {
    const path = [...at, index, 'service'];
    const [misnamed] = checkServiceName(service, `backend "${service}"`, path);
    if (misnamed !== undefined) problems.push(misnamed);
    else if (backends.findIndex((other) => other.service === service) !== index) {
      const help = 'keep one entry and add the weights up';
      problems.push({ code: 'KF405', path, message: `backend "${service}" is listed twice`, help });
    }
  });
  if (backends.length === 1 && backends[0]?.weight === undefined) return problems;
  const unweighted = backends.findIndex(({ weight }) => weight === undefined);
  if (unweighted >= 0) {
    const message = `backend "${backends[unweighted]?.service}" has no weight`;
    const help = 'with several backends each needs one, and together they make 100';
    return [...problems, { code: 'KF404', path: [...at, unweighted], message, help }];
  }
  const negative = backends.findIndex(({ weight = 0 }) => weight < 0);
  if (negative >= 0) {
    const message = `backend "${backends[negative]?.service}" has the weight ${backends[negative]?.weight}`;
    const help = 'a weight is a whole number from 0 to 100';
    return [...problems, { code: 'KF404', path: [...at, negative, 'weight'], message, help }];
  }
  const sum = backends.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum === 100) return problems;
  const message = `the weights of the backends make ${sum}, not 100`;
  return [...problems, { code: 'KF404', path: at, message, help: 'change them so that they make 100' }];
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
