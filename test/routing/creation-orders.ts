import type { NaiveAnswer } from './naive-evaluator';
import type { PlainGateway } from './naive-gateways';

/** All orders of a list. */
export const permutations = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  list.length < 2
    ? [list]
    : list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));

/** Objects of which each is a second older than the next. */
export const aged = <T extends object>(objects: readonly T[]): readonly T[] =>
  objects.map((object, place) => {
    const { metadata } = object as unknown as PlainGateway;
    const creationTimestamp = new Date(1.6e12 + place * 1000).toISOString();
    return { ...object, metadata: { ...metadata, creationTimestamp } };
  });

/** What an answer does, as a text to compare. */
export function outcomeOf(objects: readonly object[], answer: NaiveAnswer | undefined): string {
  if (answer === undefined) return 'none';
  const object = objects.find((one) => {
    const { metadata } = one as PlainGateway;
    return `${metadata.namespace}/${metadata.name}` === answer.virtualService;
  });
  const { http } = (object as { spec: { http: readonly object[] } }).spec;
  return JSON.stringify({ ...http[answer.rule], match: undefined });
}
