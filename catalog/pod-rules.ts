import { isLabelName, isLabelValue, longestRequest } from '../base';
import { spellPath, type Problem } from '../shape';
import type { FunctionDeclaration, ServiceDeclaration } from './declaration';
import { declaredTimes } from './declared-times';
import { checkName } from './volume-rules';

/**
 * Domains of labels and annotations that have a meaning for KFaas and Knative, and those of Kubernetes that would loosen a pod's
 * security past `security`.
 */
const RESERVED_DOMAINS =
  /(^|\.)(kfaas\.io|knative\.dev|security\.(alpha|beta)\.kubernetes\.io|pod-security\.kubernetes\.io)\//;

/** Labels that Knative gives to pods without a domain. */
const RESERVED_LABELS = ['app', 'revision', 'version'];

/** Longest value of an annotation that is still an annotation: Kubernetes bounds all of an object's to 256 KiB. */
const ANNOTATION_LIMIT = 4096;

/** Checks labels and annotations of one's own: their form, and that they are nobody else's. */
export function checkMetadata({ labels = {}, annotations = {} }: ServiceDeclaration): Problem[] {
  return Object.entries({ labels, annotations }).flatMap(([field, entries]) =>
    Object.entries(entries).flatMap(([name, value]) =>
      checkEntry(field as 'labels' | 'annotations', name, value),
    ),
  );
}

function checkEntry(field: 'labels' | 'annotations', name: string, value: string): Problem[] {
  const path = ['service', field, name];
  const refuse = (at: 'key' | 'value', message: string, help: string): Problem[] => [
    { code: 'KF443', path, at, message, help },
  ];
  if (!isLabelName(name)) {
    const message = `${JSON.stringify(name)} is not the name of a label or annotation`;
    return refuse('key', message, 'write it as example.com/tier');
  }
  if (RESERVED_DOMAINS.test(name) || (field === 'labels' && RESERVED_LABELS.includes(name))) {
    const message = `"${spellPath(path)}" belongs to KFaas, to Knative or to the security of pods`;
    const help = 'use a field of the function that says the same, or a name of your own, as example.com/tier';
    return refuse('key', message, help);
  }
  if (field === 'labels' && !isLabelValue(value)) {
    const message = `${JSON.stringify(value)} is not the value of a label`;
    return refuse('value', message, 'write up to 63 letters, digits, -, _ and .');
  }
  if (value.length > ANNOTATION_LIMIT) {
    return refuse(
      'value',
      `"${spellPath(path)}" has ${value.length} characters`,
      `write at most ${ANNOTATION_LIMIT}`,
    );
  }
  return [];
}

/** The name of a function's own container, beside sidecars. */
export const OWN_CONTAINER = 'function';

/** Names of containers that are taken. */
const TAKEN_NAMES = [OWN_CONTAINER, 'queue-proxy', 'user-container', 'istio-proxy', 'istio-init'];

/** Checks the names of sidecars and of containers that run before. */
export function checkContainerNames({ sidecars = {}, initContainers = {} }: ServiceDeclaration): Problem[] {
  return Object.entries({ sidecars, initContainers }).flatMap(([field, containers]) =>
    Object.keys(containers).flatMap((name) => {
      const path = ['service', field, name];
      const isTaken =
        TAKEN_NAMES.includes(name) || (field === 'initContainers' && Object.hasOwn(sidecars, name));
      if (!isTaken) return checkName(path, name);
      const message = `the name "${name}" of a container is taken`;
      return [{ code: 'KF204', path, at: 'key' as const, message, help: 'write another' }];
    }),
  );
}

/** Checks that a function has as much time for a request as its routes give it. */
export function checkTimes({
  service,
  routes = [],
}: Pick<FunctionDeclaration, 'service' | 'routes'>): Problem[] {
  const { timeoutSeconds, responseStartTimeoutSeconds: start } = service ?? {};
  const problems: Problem[] = [];
  if (timeoutSeconds !== undefined && start !== undefined && start > timeoutSeconds) {
    const message = `an answer may begin after ${start} s, when the request has ended at ${timeoutSeconds} s`;
    const help = 'write at most timeoutSeconds; Knative refuses more';
    problems.push({ code: 'KF444', path: ['service', 'responseStartTimeoutSeconds'], message, help });
  }
  const field =
    start !== undefined && start < (timeoutSeconds ?? Infinity)
      ? 'responseStartTimeoutSeconds'
      : 'timeoutSeconds';
  const bound = service?.[field];
  if (bound === undefined) return problems;
  routes.forEach((route, index) => {
    const times = declaredTimes(route);
    const longest = times.perTry ?? longestRequest(times);
    if (longest === undefined || longest <= bound * 1000) return;
    const message = `the route waits ${longest / 1000} s for a function that "${spellPath(['service', field])}" ends after ${bound} s`;
    const help = `raise ${field}, or shorten the route's timeout`;
    problems.push({ code: 'KF444', path: ['routes', index, 'timeout'], message, help });
  });
  return problems;
}

/** Checks Kubernetes' rules for tolerations. */
export function checkTolerations({ tolerations = [] }: ServiceDeclaration): Problem[] {
  return tolerations.flatMap(({ key, operator, value, effect, tolerationSeconds }, index): Problem[] => {
    const path = ['service', 'tolerations', index];
    const refuse = (message: string, help: string): Problem => ({ code: 'KF204', path, message, help });
    if (key === undefined && operator !== 'Exists') {
      return [
        refuse('a toleration without a key needs the operator Exists', 'write key, or operator: Exists'),
      ];
    }
    if (operator === 'Exists' && value !== undefined) {
      return [refuse('a toleration with the operator Exists has no value', 'leave value out')];
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      return [
        refuse(
          'tolerationSeconds needs the effect NoExecute',
          'write effect: NoExecute, or leave the seconds out',
        ),
      ];
    }
    return [];
  });
}
