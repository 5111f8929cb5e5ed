import { imageProblem, RESERVED_PORTS } from '../base';
import { spellPath, type Problem, type ValuePath } from '../shape';
import { checkBounds } from './bounds-rules';
import { checkResources, checkVariables, containersOf, type PlacedContainer } from './container-rules';
import type { FunctionDeclaration } from './declaration';
import { checkContainerNames, checkMetadata, checkTimes, checkTolerations } from './pod-rules';
import { checkProbes } from './probe-rules';
import { checkScale } from './scale-rules';
import { checkVolumes } from './volume-rules';

/** Checks the Knative Service of a function, as far as its shape does not say it. */
export function checkService(declaration: Pick<FunctionDeclaration, 'service' | 'routes'>): Problem[] {
  const { service } = declaration;
  if (service === undefined) return [];
  return [
    ...containersOf(service).flatMap(checkContainer),
    ...checkPort(service.ports?.[0]?.containerPort),
    ...checkProbes(service),
    ...checkVolumes(service),
    ...checkContainerNames(service),
    ...checkScale(service.scale),
    ...checkBounds(service),
    ...checkTimes(declaration),
    ...checkTolerations(service),
    ...checkMetadata(service),
  ];
}

function checkContainer(placed: PlacedContainer): Problem[] {
  return [
    ...checkImage([...placed.path, 'image'], placed.container.image),
    ...checkVariables(placed),
    ...checkResources(placed),
  ];
}

function checkImage(path: ValuePath, image: string): Problem[] {
  const problem = imageProblem(image);
  if (problem === undefined) return [];
  const { kind, reason, help } = problem;
  const code = kind === 'unfixed' ? 'KF414' : 'KF204';
  return [{ code, path, message: `the image ${JSON.stringify(image)} ${reason}`, help }];
}

function checkPort(port: number | undefined): Problem[] {
  if (port === undefined || !RESERVED_PORTS.includes(port)) return [];
  const path = ['service', 'ports', 0, 'containerPort'];
  const message = `"${spellPath(path)}" is ${port}, on which Knative's own container listens`;
  return [{ code: 'KF204', path, message, help: 'write another, such as 8080' }];
}
