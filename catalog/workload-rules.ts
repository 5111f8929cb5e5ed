import type { Problem } from '../shape';
import type { FunctionDeclaration } from './declaration';
import { isDnsLabel, KSVC_NAME_LIMIT } from './names';

/** Checks that backends are unique, their names are valid, and their weights add up to 100. */
export function checkBackends(backends: FunctionDeclaration['backends']): Problem[] {
  if (backends === undefined) return [];
  const problems: Problem[] = [];
  backends.forEach(({ service }, index) => {
    const path = ['backends', index, 'service'];
    if (!isDnsLabel(service)) {
      const help = 'write a-z, 0-9 and -, starting with a letter, as in saas-showroom';
      problems.push({ code: 'KF301', path, message: `backend "${service}" is not a DNS label`, help });
    } else if (service.length > KSVC_NAME_LIMIT) {
      const message = `backend "${service}" has ${service.length} characters`;
      const help = `a Knative Service's name has at most ${KSVC_NAME_LIMIT}`;
      problems.push({ code: 'KF302', path, message, help });
    } else if (backends.findIndex((other) => other.service === service) !== index) {
      const help = 'keep one entry and add the weights up';
      problems.push({ code: 'KF405', path, message: `backend "${service}" is listed twice`, help });
    }
  });
  if (backends.length === 1 && backends[0]?.weight === undefined) return problems;
  const unweighted = backends.findIndex(({ weight }) => weight === undefined);
  if (unweighted >= 0) {
    const message = `backend "${backends[unweighted]?.service}" has no weight`;
    const help = 'with several backends each needs one, and together they make 100';
    return [...problems, { code: 'KF404', path: ['backends', unweighted], message, help }];
  }
  const negative = backends.findIndex(({ weight = 0 }) => weight < 0);
  if (negative >= 0) {
    const message = `backend "${backends[negative]?.service}" has the weight ${backends[negative]?.weight}`;
    const help = 'a weight is a whole number from 0 to 100';
    return [...problems, { code: 'KF404', path: ['backends', negative, 'weight'], message, help }];
  }
  const sum = backends.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum === 100) return problems;
  const message = `the weights of the backends make ${sum}, not 100`;
  return [
    ...problems,
    { code: 'KF404', path: ['backends'], message, help: 'change them so that they make 100' },
  ];
}
