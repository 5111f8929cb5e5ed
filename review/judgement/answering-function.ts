import type { Place } from '../../findings';
import { isMapping } from '../../routing';
import type { Answer } from '../model';

/** What answers, as people call it: the function, or, where the manifest does not say, the VirtualService. */
export function nameOf({ function: of, route }: Answer): string {
  return of ?? `VirtualService ${route.virtualService}`;
}

/** The team of a function `<team>/<name>`. */
export function teamOf(of: string): string {
  return of.slice(0, Math.max(0, of.indexOf('/')));
}

/** The teams of the functions that answer, as far as they are known; sorted. */
export function teamsOf(...answers: readonly (Answer | undefined)[]): readonly string[] {
  const known = answers.flatMap((answer) =>
    answer?.function === undefined ? [] : [teamOf(answer.function)],
  );
  return [...new Set(known)].sort();
}

/** The annotation of a VirtualService that names the functions of its rules. */
const FUNCTIONS_ANNOTATION = 'kfaas.io/functions';

/** The functions that a VirtualService names; none where others wrote it. */
export function functionsNamed(object: unknown): readonly string[] {
  const metadata = isMapping(object) ? object.metadata : undefined;
  const annotations = isMapping(metadata) ? metadata.annotations : undefined;
  const named = isMapping(annotations) ? annotations[FUNCTIONS_ANNOTATION] : undefined;
  return typeof named === 'string' ? named.split(',').map((name) => name.trim()) : [];
}

/** Where a function is declared. */
export function placeOf(of: string): Place {
  return { file: `functions/${of}.yaml`, line: 1, column: 1, object: of };
}

/** Where to mend what answers on the head side: the function's declaration, or, where it is not known, the manifest. */
export function placesOf(answer: Answer | undefined): readonly Place[] {
  if (answer === undefined) return [];
  return [
    answer.function === undefined ? { file: answer.file, line: 1, column: 1 } : placeOf(answer.function),
  ];
}
