import { compareKeys, groupBy, LABEL } from '../../../base';
import type { ObjectChange, ObjectName, ObjectLocation } from '../../model';
import { labelOf } from './object-label';
import { commonName, fullName } from './object-names';
import { functionNamespaces } from './object-namespaces';
import { objectWeights } from './object-weights';
import { inNamespaces } from './other-namespaces';
import { verbatim, verbatimRow, wordsRow, type Statement, type Tone } from './statement';
import { fieldRows, spellValue } from './value-text';

const TONES: Readonly<Record<ObjectChange['kind'], Tone>> = {
  added: 'good',
  removed: 'bad',
  changed: 'doubtful',
  renamed: 'quiet',
};

/** A kind as the field speaks of it: two kinds are called Service, and one of them is Knative's. */
export function spellKind({ apiVersion, kind }: ObjectName): string {
  return apiVersion.startsWith('serving.knative.dev/') ? `Knative ${kind}` : kind;
}

/** The object changes of a review by kind, sorted by the kind's words. Each comes with its index in the review. */
export function objectsByKind(
  objects: readonly ObjectChange[],
): readonly (readonly [
  kind: string,
  entries: readonly (readonly [index: number, change: ObjectChange])[],
])[] {
  return [...groupBy(objects.entries(), ([, { object }]) => spellKind(object))].sort(compareKeys);
}

/**
 * What happens to an object, at some of the places where it holds. Where its name has the function namespace in it, `*`
 * represents that; texts are reported as they are at these places.
 * @param risks of what it is suspected: `error KF803`
 */
export function objectStatement(
  change: ObjectChange,
  where: readonly ObjectLocation[],
  risks: readonly string[],
): Statement {
  const { kind, object, from, meaning } = change;
  const { weights, fields } = objectWeights(change);
  const places = where.length === 0 ? [placeOf(object)] : where;
  const namespaceOf = functionNamespaces(change.where);
  const [first] = change.where;
  const toldAs = first && namespaceOf(first);
  const namespaces = places.map(namespaceOf);
  const anywhere = (text: string) => inNamespaces(text, toldAs, namespaces);
  const name = commonName(places, namespaceOf);
  const was =
    from === undefined
      ? ''
      : `, which was ${inNamespaces(fullName(from), toldAs, namespaces, '*')}${kindBefore(from, object)}`;
  return {
    tone: TONES[kind],
    what: kind,
    subject: verbatim(`${spellKind(object)} ${name.title}${was}`),
    rows: [
      ...meaning.map((text) => wordsRow('means', anywhere(text))),
      ...weights.map((text) => verbatimRow('weights', anywhere(text))),
      ...fieldRows(fields, anywhere),
      ...name.where.map((text) => wordsRow('where', text)),
      ...(name.isSeveral && namesFunction(change) ? [verbatimRow('as in', anywhere(fullName(object)))] : []),
      ...(risks.length === 0 ? [] : [wordsRow('risk', risks.join(', '))]),
    ],
  };
}

/** Whether what is reported about an object names the function that it is rendered for: of others it is the like. */
function namesFunction({ before, after, object, fields, meaning }: ObjectChange): boolean {
  const name = labelOf(after ?? before, LABEL.function) ?? object.name;
  const texts = [
    ...meaning,
    ...fields.flatMap((field) => [field.path, spellValue(field.before), spellValue(field.after)]),
  ];
  return texts.some((text) => text.includes(name));
}

function kindBefore(from: ObjectName, { kind, apiVersion }: ObjectName): string {
  return from.kind === kind && from.apiVersion === apiVersion ? '' : ` (${from.kind} of ${from.apiVersion})`;
}

function placeOf({ namespace, name }: ObjectName): ObjectLocation {
  return { environment: '', cluster: '', namespace, name, file: '' };
}
