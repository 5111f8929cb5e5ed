import { spellPath, type Problem, type ValuePath } from '../shape';
import type { FunctionDeclaration, ServiceDeclaration } from './declaration';
import { isDnsLabel, KSVC_NAME_LIMIT } from './names';

type TrafficTarget = NonNullable<ServiceDeclaration['traffic']>[number];

/**
 * Checks how a Knative Service divides its requests among its revisions, as Knative's webhook does (serving,
 * pkg/apis/serving/v1/route_validation.go), and that nothing else divides the requests of the function.
 * @param ksvc the Knative Service
 */
export function checkTraffic(
  { service, backends, routes = [], rollout }: FunctionDeclaration,
  ksvc: string,
): Problem[] {
  if (service === undefined) return [];
  const { revisionName, traffic } = service;
  const named = checkRevisionName(revisionName, ksvc, ['service', 'revisionName']);
  if (traffic === undefined) return named;
  const at = ['service', 'traffic'];
  const others: ValuePath[] = [
    ...(backends === undefined ? [] : [['backends']]),
    ...routes.flatMap((route, index) =>
      route.backends === undefined ? [] : [['routes', index, 'backends']],
    ),
    ...(rollout === undefined ? [] : [['rollout']]),
  ];
  return [
    ...named,
    ...traffic.flatMap((target, index) => checkTarget(target, traffic, ksvc, [...at, index])),
    ...checkSum(traffic, at),
    ...others.slice(0, 1).map((other): Problem => {
      const message = `the requests are divided by "${spellPath(at)}" and by "${spellPath(other)}"`;
      const help = 'keep one of the two: revisions of one Knative Service, or several Knative Services';
      return { code: 'KF436', path: at, message, help };
    }),
  ];
}

function checkTarget(
  { revisionName, latestRevision, tag }: TrafficTarget,
  traffic: readonly TrafficTarget[],
  ksvc: string,
  at: ValuePath,
): Problem[] {
  const problems = checkRevisionName(revisionName, ksvc, [...at, 'revisionName']);
  if ((revisionName === undefined) !== (latestRevision === true)) {
    const found = revisionName === undefined ? 'no revision' : 'revisionName and latestRevision: true';
    const message = `"${spellPath(at)}" has ${found}`;
    problems.push({
      code: 'KF435',
      path: at,
      message,
      help: 'write either revisionName or latestRevision: true',
    });
  }
  if (tag === undefined) return problems;
  const path = [...at, 'tag'];
  const host = `${tag}-${ksvc}`;
  if (!isDnsLabel(tag) || host.length > KSVC_NAME_LIMIT) {
    const message = `the tag "${tag}" gives the host name "${host}", which is no DNS label`;
    const help = `write a-z, 0-9 and -, starting with a letter; both names and a hyphen have at most ${KSVC_NAME_LIMIT} characters`;
    problems.push({ code: 'KF435', path, message, help });
  } else if (traffic.findIndex((other) => other.tag === tag) !== at.at(-1)) {
    problems.push({ code: 'KF435', path, message: `the tag "${tag}" is there twice`, help: 'keep one' });
  }
  return problems;
}

function checkRevisionName(name: string | undefined, ksvc: string, path: ValuePath): Problem[] {
  if (name === undefined) return [];
  if (isDnsLabel(name) && name.length <= KSVC_NAME_LIMIT && name.startsWith(`${ksvc}-`)) return [];
  const message = `"${spellPath(path)}" ${JSON.stringify(name)} is not the name of a revision of ${ksvc}`;
  const help = `write "${ksvc}-" and more of a-z, 0-9 and -, at most ${KSVC_NAME_LIMIT} characters`;
  return [{ code: 'KF435', path, message, help }];
}

function checkSum(traffic: readonly TrafficTarget[], path: ValuePath): Problem[] {
  const sum = traffic.reduce((total, { percent = 0 }) => total + percent, 0);
  if (sum === 100) return [];
  const message = `the percents of "${spellPath(path)}" make ${sum}, not 100`;
  return [{ code: 'KF435', path, message, help: 'change them so that they make 100' }];
}
