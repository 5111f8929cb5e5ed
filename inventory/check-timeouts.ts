import { ingressTimeout, requestTimeouts, type RequestTimeouts } from '../platform';
import type { Environment } from './environment';
import { problem, type InventoryProblem } from './problem';

/** Finds time limits on the way of a request that do not fit together: one that ends before what is behind it. */
export function checkTimeouts({ timeouts = {}, domains }: Environment): InventoryProblem[] {
  const unusable = Object.entries(timeouts)
    .filter(([, seconds]) => !Number.isInteger(seconds) || seconds < 1)
    .map(([name, seconds]) =>
      problem(['timeouts', name], `${seconds} is no time limit`, 'write whole seconds, at least 1'),
    );
  if (unusable.length > 0) return unusable;
  const derived = requestTimeouts(timeouts);
  return [
    ...checkKnative(derived),
    ...checkSiteGateway(timeouts.siteGateway, derived),
    ...domains.flatMap((domain, index) => checkIngress(domain, index, derived)),
  ];
}

function checkKnative({ request, knativeMaximum }: RequestTimeouts): InventoryProblem[] {
  if (request <= knativeMaximum) return [];
  return [
    {
      code: 'KF509',
      path: ['timeouts', 'request'],
      message: `functions may take ${request} s, and Knative refuses a revision of more than ${knativeMaximum} s`,
      help: "lower timeouts.request, or raise max-revision-timeout-seconds in Knative's config-defaults and say so in timeouts.knativeMaximum",
    },
  ];
}

function checkSiteGateway(
  siteGateway: number | undefined,
  { gateway, beforeGateway }: RequestTimeouts,
): InventoryProblem[] {
  if (siteGateway === undefined || siteGateway >= beforeGateway) return [];
  return [
    {
      code: 'KF509',
      path: ['timeouts', 'siteGateway'],
      message: `the site gateway gives up after ${siteGateway} s, and the ingress gateway behind it after ${gateway} s`,
      help: `let the site gateway wait ${beforeGateway} s at least, or lower timeouts.request`,
    },
  ];
}

/** Only a warning: that the annotation counts follows from the name of the class. */
function checkIngress(
  { host, ingress: { className, annotations = {} } }: Environment['domains'][number],
  index: number,
  { gateway, beforeGateway }: RequestTimeouts,
): InventoryProblem[] {
  const own = ['domains', index, 'ingress', 'annotations'];
  const timeout = ingressTimeout(className, annotations);
  if (timeout === undefined || timeout.seconds >= beforeGateway) return [];
  const { annotation, seconds, isSaid } = timeout;
  const source = isSaid ? '' : ', its default';
  return [
    {
      code: 'KF509',
      severity: 'warning',
      path: isSaid ? [...own, annotation] : own,
      message: `the Ingress of ${host} gives up after ${seconds} s${source}, and the ingress gateway behind it after ${gateway} s`,
      help: `write '${annotation}': '${beforeGateway}'`,
    },
  ];
}
