import { isMapping, listOf, type Mapping } from '../../../base';
import { word } from './meaning-words';
import { fieldOf } from './object-facts';

/** The paths to the pod specification in the kinds that run containers. */
const POD_SPECS = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec'],
];

/** Returns the specification of an object's pods; undefined for objects that run none. */
export function podSpecOf(object: unknown): unknown {
  return POD_SPECS.map((path) => fieldOf(object, path)).find(
    (spec) => isMapping(spec) && Array.isArray(spec.containers),
  );
}

/** Returns the containers of an object's pods by their names or, without names as in a Knative Service, their indexes. */
export function containersOf(object: unknown): ReadonlyMap<string, Mapping> {
  const entries = POD_SPECS.flatMap((path) =>
    ['initContainers', 'containers'].flatMap((list) =>
      listOf(fieldOf(object, [...path, list])).flatMap((container, index) =>
        isMapping(container) ? [[`${list} ${word(container.name ?? index)}`, container] as const] : [],
      ),
    ),
  );
  return new Map(entries);
}
