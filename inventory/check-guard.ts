import { isObjectName } from '../base';
import { platformProfile } from '../platform';
import type { ValuePath } from '../shape';
import type { Flux } from './delivery';
import { platformOf, type Environment } from './environment';
import type { InventoryProblem } from './problem';

/** What the user name of a service account begins with; its namespace and its name follow. */
const ACCOUNT = 'system:serviceaccount:';

/** Groups that everybody is in, or every program. */
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

const EXAMPLE = `${ACCOUNT}argocd:argocd-application-controller`;

/** Finds guards that do not let Flux through, which delivers. The paths begin at the exports of `environments/index.ts`. */
export function fluxOutsideGuards(
  { namespace }: Flux,
  environments: readonly Environment[],
): InventoryProblem[] {
  const user = `${ACCOUNT}${namespace}:kustomize-controller`;
  return environments.flatMap(({ name, guard }, index): InventoryProblem[] => {
    if (guard === undefined || guard.writers.length === 0 || guard.writers.includes(user)) return [];
    const path = ['ENVIRONMENTS', index, 'guard', 'writers'];
    const message = `the guard of ${name} does not let ${user} through, as whom Flux delivers`;
    const help = 'add it to the writers, or the account that your Flux applies Kustomizations with';
    return [{ code: 'KF531', path, message, help }];
  });
}

/** Says of which clusters the Kubernetes version serves no guard. */
function unguardedClusters(environment: Environment): InventoryProblem[] {
  return environment.clusters.flatMap((cluster, index): InventoryProblem[] => {
    const { profile } = platformProfile(platformOf(environment, cluster));
    if (profile === undefined || profile.features.admissionPolicy) return [];
    const path = ['clusters', index, 'platform', 'kubernetes'];
    const message = `Kubernetes ${cluster.platform.kubernetes} of ${cluster.name} has no ValidatingAdmissionPolicy: no guard is rendered there`;
    const help = 'nothing to do until it is upgraded to 1.30; until then, RBAC alone says who may write';
    return [{ code: 'KF709', severity: 'note', path, message, help }];
  });
}

/** Finds guards that nobody passes, or everybody, and names that the API server knows nobody by. */
export function checkGuard(environment: Environment): InventoryProblem[] {
  const { guard } = environment;
  if (guard === undefined) return [];
  const { writers, breakGlass } = guard;
  const problems: InventoryProblem[] = [];
  if (writers.length === 0) {
    const message = 'the guard has no writers: nobody could deliver, nor take the guard away by a delivery';
    const help = `name the user that delivers, as in ['${EXAMPLE}']`;
    problems.push({ code: 'KF530', path: ['guard', 'writers'], message, help });
  }
  writers.forEach((writer, index) => {
    const path = ['guard', 'writers', index];
    const problem = checkWriter(writer);
    if (problem !== undefined) problems.push({ ...problem, path });
    else if (writers.indexOf(writer) !== index) {
      const message = `the writer "${writer}" is named twice`;
      problems.push({ code: 'KF529', path, message, help: 'name each once' });
    }
  });
  if (breakGlass !== undefined) problems.push(...checkGroup(breakGlass, ['guard', 'breakGlass']));
  return [...problems, ...unguardedClusters(environment)];
}

/** What is wrong with the name of a user; undefined where the API server may know one by it. */
function checkWriter(writer: string): Omit<InventoryProblem, 'path'> | undefined {
  const shown = JSON.stringify(writer);
  if (writer === 'system:anonymous') {
    const message = `the writer ${shown} is whoever does not say who they are`;
    return { code: 'KF530', message, help: `name the user that delivers, as in ${EXAMPLE}` };
  }
  const code = 'KF529';
  if (!isWritten(writer)) {
    const message = `the writer ${shown} is not the name of a user`;
    return { code, message, help: `write it without spaces at its ends, as in ${EXAMPLE}` };
  }
  if (
    writer === 'system:masters' ||
    EVERYBODY.includes(writer) ||
    writer.startsWith('system:serviceaccounts:')
  ) {
    return {
      code,
      message: `the writer ${shown} is a group, and writers are users`,
      help: `write it as ${EXAMPLE}`,
    };
  }
  const short = /^([^/:]+)\/([^/:]+)$/.exec(writer);
  if (short !== null && isAccount(short[1], short[2])) {
    const message = `the API server knows no user as ${shown}`;
    return {
      code,
      message,
      help: `a service account is called ${ACCOUNT}${short[1] ?? ''}:${short[2] ?? ''}`,
    };
  }
  if (!/^(system:)?service-?accounts?:/i.test(writer)) return undefined;
  const [, , namespace, name, ...more] = writer.split(':');
  if (writer.startsWith(ACCOUNT) && more.length === 0 && isAccount(namespace, name)) return undefined;
  const message = `the writer ${shown} is not the user name of a service account`;
  return { code, message, help: `write ${ACCOUNT}<namespace>:<name>, as in ${EXAMPLE}` };
}

function checkGroup(group: string, path: ValuePath): InventoryProblem[] {
  const shown = JSON.stringify(group);
  if (EVERYBODY.includes(group)) {
    const message = `the group ${shown} lets everybody through the guard`;
    return [{ code: 'KF530', path, message, help: 'name a group of few people, as in kfaas-on-call' }];
  }
  if (isWritten(group) && !group.startsWith(ACCOUNT)) return [];
  const message = `${shown} is not the name of a group`;
  return [{ code: 'KF529', path, message, help: 'write it as the API server knows it, as in kfaas-on-call' }];
}

/** Whether a text has something in it and no spaces around, nor characters that are not seen. */
function isWritten(text: string): boolean {
  return text !== '' && text.trim() === text && !/\p{C}/u.test(text);
}

function isAccount(namespace: string | undefined, name: string | undefined): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace ?? '') && isObjectName(name ?? '');
}
