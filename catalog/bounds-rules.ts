import { spellPath, type Problem, type ValuePath } from '../shape';
import type { ServiceDeclaration } from './declaration';
import { parseDuration } from './duration';

/** Share of the pods that may be out at a time where a file says nothing, in percent; Istio's own 10 ejects none of less than ten. */
export const EJECTION_PERCENT = 50;

/** Shortest time that Istio takes, in milliseconds (its validation of DestinationRules). */
const SHORTEST = 1;

/** Checks what bounds the requests to a function's revisions: that it reaches them, and does what it says. */
export function checkBounds(service: ServiceDeclaration): Problem[] {
  const { connectionPool, outlierDetection } = service;
  return [
    ...(connectionPool === undefined ? [] : checkReach(service, 'connectionPool')),
    ...(outlierDetection === undefined
      ? []
      : [
          ...checkReach(service, 'outlierDetection'),
          ...checkEjection(service),
          ...checkTimes(outlierDetection),
        ]),
  ];
}

/** The names of the revisions that a function's file has: those to which a DestinationRule can lead. */
export function namedRevisions({ revisionName, traffic = [] }: ServiceDeclaration): readonly string[] {
  const names = [revisionName, ...traffic.map((target) => target.revisionName)];
  return [...new Set(names.filter((name) => name !== undefined))];
}

function checkReach(service: ServiceDeclaration, field: 'connectionPool' | 'outlierDetection'): Problem[] {
  if (service.revisionName !== undefined) return [];
  const path = ['service', field];
  const message = `"${spellPath(path)}" is about a revision, and the file does not name it: Knative would invent its name`;
  const help =
    'name it, as in revisionName: <Knative Service>-v1, with a new name at each change of the pods; or raise requestsPerFunction of the environment, which holds for all functions';
  return [{ code: 'KF450', path, at: 'key', message, help }];
}

function checkEjection({ scale = {}, outlierDetection = {} }: ServiceDeclaration): Problem[] {
  const path = ['service', 'outlierDetection'];
  const refuse = (message: string, help: string, at: ValuePath = path): Problem[] => [
    { code: 'KF451', path: at, at: at === path ? 'key' : 'value', message, help },
  ];
  const { metric = 'concurrency', min = 0 } = scale;
  if (metric !== 'cpu' && metric !== 'memory') {
    const message = `with the metric ${metric} Knative's activator stands between the gateway and the pods: it would be taken out for what pods answer, and with it every pod`;
    return refuse(message, 'scale by cpu or memory, or leave it out: the probes take out pods that fail');
  }
  if (min < 2) {
    const message = `with a min of ${min} the pod that is taken out may be the only one`;
    return refuse(message, 'write a scale with a min of at least 2');
  }
  const { maxEjectionPercent = EJECTION_PERCENT } = outlierDetection;
  if (Math.floor((min * maxEjectionPercent) / 100) >= 1) return [];
  const message = `${maxEjectionPercent} percent of ${min} pods is less than one pod: none is ever taken out`;
  const help = `write at least ${Math.ceil(100 / min)}, or raise the scale's min`;
  return refuse(message, help, [...path, 'maxEjectionPercent']);
}

function checkTimes(detection: NonNullable<ServiceDeclaration['outlierDetection']>): Problem[] {
  return (['interval', 'baseEjectionTime'] as const).flatMap((field): Problem[] => {
    const text = detection[field];
    if (text === undefined) return [];
    const path = ['service', 'outlierDetection', field];
    const duration = parseDuration(text);
    if ('ms' in duration && duration.ms >= SHORTEST) return [];
    const message = `"${spellPath(path)}" ${JSON.stringify(text)} is not a duration of at least 1ms`;
    return [{ code: 'KF406', path, message, help: 'write it as 10s' }];
  });
}
