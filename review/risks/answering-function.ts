import { ANNOTATION, isMapping } from '../../base';
import type { Place } from '../../findings';
import type { Answer } from '../model';

/** What answers, as people call it: the function, or, where the manifest does not say, the VirtualService, or the Gateway. */
export function nameOf({ function: functionId, route }: Answer): string {
  if (functionId !== undefined) return functionId;
  return route.virtualService === undefined
    ? `Gateway ${route.gateway}`
    : `VirtualService ${route.virtualService}`;
}

/** The team of a function `<team>/<name>`. */
export function teamOf(functionId: string): string {
  return functionId.slice(0, Math.max(0, functionId.indexOf('/')));
}

/** The teams of the functions that answer, as far as they are known; sorted. */
export function teamsOf(...answers: readonly (Answer | undefined)[]): readonly string[] {
  const known = answers.flatMap((answer) =>
    answer?.function === undefined ? [] : [teamOf(answer.function)],
  );
  return [...new Set(known)].sort();
}

/** The functions that a VirtualService names; none where others wrote it. */
export function functionsNamed(object: unknown): readonly string[] {
  const metadata = isMapping(object) ? object.metadata : undefined;
  const annotations = isMapping(metadata) ? metadata.annotations : undefined;
  const named = isMapping(annotations) ? annotations[ANNOTATION.functions] : undefined;
  return typeof named === 'string' ? named.split(',').map((name) => name.trim()) : [];
}

/** Where a function is declared. */
export function placeOf(functionId: string): Place {
  return { file: `functions/${functionId}.yaml`, line: 1, column: 1, object: functionId };
}

/** A place in a file that the change removes. */
export function placeBefore(place: Place): Place {
  return { ...place, side: 'before' };
}

/** Where to fix what answers on the head side: the function's declaration, or, where it is not known, the manifest. */
export function placesOf(answer: Answer | undefined): readonly Place[] {
  if (answer === undefined) return [];
  return [
    answer.function === undefined ? { file: answer.file, line: 1, column: 1 } : placeOf(answer.function),
  ];
}
