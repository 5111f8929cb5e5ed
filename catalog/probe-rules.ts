import { spellPath, type Problem } from '../shape';
import type { ServiceDeclaration } from './declaration';
import { exactlyOneOf } from './exactly-one';

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'] as const;

/** Checks the probes of a function: that each does one thing, and that Knative and Kubernetes take their numbers. */
export function checkProbes(service: ServiceDeclaration): Problem[] {
  return PROBES.flatMap((name) => {
    const probe = service[name];
    if (probe === undefined) return [];
    const path = ['service', name];
    const problems = exactlyOneOf(path, probe, HANDLERS);
    // Kubernetes takes one success for these two, which is what it does where nothing is said.
    if (name !== 'readinessProbe' && (probe.successThreshold ?? 1) !== 1) {
      const help = 'leave it out; only readinessProbe can ask for more';
      const message = `"${spellPath(path)}" has a successThreshold of ${probe.successThreshold}`;
      problems.push({ code: 'KF204', path: [...path, 'successThreshold'], message, help });
    }
    if (name === 'readinessProbe' && probe.periodSeconds === undefined) {
      for (const field of ['timeoutSeconds', 'failureThreshold'] as const) {
        if (probe[field] === undefined) continue;
        const message = `"${spellPath(path)}" has ${field} and no periodSeconds`;
        const help =
          'without a period, Knative probes by itself and refuses the field; add periodSeconds, or leave it out';
        problems.push({ code: 'KF204', path: [...path, field], message, help });
      }
    }
    return problems;
  });
}
