import { imageProblem, parseQuantity } from '../base';
import { spellPath, type Problem } from '../shape';
import type { ServiceDeclaration } from './declaration';

function checkImage(image: string): Problem[] {
  const problem = imageProblem(image);
  if (problem === undefined) return [];
  const { kind, reason, help } = problem;
  const code = kind === 'unfixed' ? 'KF414' : 'KF204';
  return [
    { code, path: ['service', 'image'], message: `the image ${JSON.stringify(image)} ${reason}`, help },
  ];
}

/** Checks the Knative Service: image, quantities, scale bounds. */
export function checkService(service: ServiceDeclaration | undefined): Problem[] {
  if (service === undefined) return [];
  const problems: Problem[] = [...checkImage(service.image)];
  for (const kind of ['requests', 'limits'] as const) {
    for (const [resource, quantity] of Object.entries(service.resources?.[kind] ?? {})) {
      if (parseQuantity(String(quantity)) !== undefined) continue;
      const path = ['service', 'resources', kind, resource];
      const message = `"${spellPath(path)}" ${JSON.stringify(quantity)} is not a Kubernetes quantity`;
      problems.push({ code: 'KF204', path, message, help: 'write it as 100m, 0.5, 256Mi or 1Gi' });
    }
  }
  for (const resource of ['cpu', 'memory'] as const) {
    const [request, limit] = [service.resources?.requests?.[resource], service.resources?.limits?.[resource]];
    const [asked, bound] = [request, limit].map((quantity) => parseQuantity(String(quantity)));
    if (asked === undefined || bound === undefined || asked <= bound) continue;
    const message = `the request of ${request} ${resource} is above its limit of ${limit}`;
    const path = ['service', 'resources', 'requests', resource];
    problems.push({ code: 'KF204', path, message, help: 'Kubernetes rejects such pods; raise the limit' });
  }
  const { min = 0, max = 0 } = service.scale ?? {};
  if (max > 0 && min > max) {
    const message = `the scale has a min of ${min} above its max of ${max}`;
    problems.push({
      code: 'KF410',
      path: ['service', 'scale'],
      message,
      help: 'raise max, or set it to 0 for no bound',
    });
  }
  return problems;
}
