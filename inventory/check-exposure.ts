import type { Domain } from './domain';
import type { Environment } from './environment';
import { exposesNothing, listedExposure } from './exposure';
import { problem, type InventoryProblem } from './problem';

/** What ingress controllers take as a path: ingress-nginx refuses others from 1.12 on (`strict-validate-path-type`). */
const INGRESS_PATH = /^[A-Za-z0-9/._-]+$/;

/** Finds what is wrong in what the domains of an environment expose, as far as no function has to be known for it. */
export function checkExposure({ domains }: Environment, prefix: string): InventoryProblem[] {
  return domains.flatMap((domain, index) => checkDomain(domain, ['domains', index, 'exposes'], prefix));
}

function checkDomain(
  { host, audience, exposes }: Domain,
  own: InventoryProblem['path'],
  prefix: string,
): InventoryProblem[] {
  if (exposesNothing(exposes)) {
    const message = `domain ${host} does not say what it exposes, so that it leads nowhere: nothing is rendered for it`;
    const help =
      audience === 'intranet'
        ? "say exposes: 'all', or list paths or functions, or remove the domain"
        : 'list paths or functions in exposes, or remove the domain';
    return [{ code: 'KF513', severity: 'warning', path: own, message, help }];
  }
  const { paths } = listedExposure(exposes);
  const wrong = paths.flatMap((path, index) => checkPath(path, [...own, 'paths', index], prefix));
  const everything = exposes === 'all' ? own : [...own, 'paths', paths.indexOf(prefix)];
  if (audience === 'intranet' || (exposes !== 'all' && !paths.includes(prefix))) return wrong;
  const message = `domain ${host} leads customers to every function, past the token check of the site gateway`;
  const help = 'list the paths or functions that they need';
  return [...wrong, problem(everything, message, help)];
}

function checkPath(path: string, own: InventoryProblem['path'], prefix: string): InventoryProblem[] {
  const shown = JSON.stringify(path);
  if (!path.startsWith(prefix)) {
    const help = `write it under ${prefix}: the ingress gateway forwards nothing else`;
    return [problem(own, `the path ${shown} is not under ${prefix}`, help)];
  }
  if (INGRESS_PATH.test(path) && !/\/\/|\/\.{1,2}(\/|$)/.test(path)) return [];
  const message = `the path ${shown} is none that ingress controllers take or compare as it is written`;
  return [
    problem(own, message, 'use letters, digits and / . _ -, without // and without . and .. as segments'),
  ];
}
