import { spellPath, type Problem } from '../shape';

/** Why a field is not there that people look for, and what they can do. */
interface Refusal {
  readonly names: readonly string[];
  readonly reason: string;
  readonly help: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    names: ['mirrors', 'mirrorPercent', 'mirrorPercentage'],
    reason: 'a route has one mirror, which says its share itself',
    help: 'write mirror: { host: …, port: …, percent: … }',
  },
  {
    names: ['rateLimit', 'rateLimits', 'rateLimiting', 'localRateLimit'],
    reason:
      'no Istio limits requests a second but by an EnvoyFilter, and one of the namespaces that KFaas writes to does not reach the pods of the gateway, which are in istio-system',
    help: 'bound the requests at once by service.connectionPool; docs/traffic-policy.md says what operators can do',
  },
  {
    names: ['jwt', 'jwtRules', 'requireJwt', 'requestAuthentication', 'authorizationPolicy'],
    reason:
      'a RequestAuthentication or AuthorizationPolicy of the namespaces that KFaas writes to does not reach the pods of the gateway, which are in istio-system',
    help: 'the site gateway checks tokens; docs/traffic-policy.md says what operators can do',
  },
  {
    names: ['loadBalancer', 'localityLbSetting', 'locality', 'localityLbSettings'],
    reason:
      'the first pass leads to one Service of istio-system for all functions, and at the second pass the pods that are near would get all requests while Knative counts on an even load',
    help: "leave it out; where the gateway's own pods are, its operators decide",
  },
  {
    names: ['trafficPolicy', 'circuitBreaker', 'circuitBreakers'],
    reason: 'a DestinationRule is rendered from two fields of service:, connectionPool and outlierDetection',
    help: 'write these in service:',
  },
];

/** Why a mirror is no Knative Service. */
const MIRRORED_FUNCTION = {
  reason: 'a mirrored request keeps its Host at the first pass, and so reaches the same function once more',
  help: 'copy requests in the function itself, or name by host a Service that is none of Knative',
};

/** What bounds a destination. */
const OF_DESTINATIONS = ['connectionPool', 'outlierDetection'];

/** Says of unknown fields that people know from Istio why there is none of them, and gives the others as they are. */
export function explainRefused(problems: readonly Problem[]): Problem[] {
  return problems.map((problem): Problem => {
    if (problem.code !== 'KF201') return problem;
    const name = String(problem.path.at(-1));
    const refusal = refusalOf(name, problem.path.at(-2));
    if (refusal === undefined) return problem;
    const message = `there is no "${spellPath(problem.path)}": ${refusal.reason}`;
    return { ...problem, code: 'KF452', message, help: refusal.help };
  });
}

function refusalOf(name: string, owner: unknown): Pick<Refusal, 'reason' | 'help'> | undefined {
  if (name === 'service' && owner === 'mirror') return MIRRORED_FUNCTION;
  if (!OF_DESTINATIONS.includes(name)) return REFUSALS.find(({ names }) => names.includes(name));
  return {
    reason: 'the first pass has one destination for all functions, the local gateway of istio-system',
    help: 'write it in service:, where it is about the revisions of the function',
  };
}
