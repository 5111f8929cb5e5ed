import type { ObjectChange, ObjectName, ObjectPlace } from '../model';
import { spellPlaces, type NamedPlace } from './place-text';
import { verbatim, wordsRow, type Statement, type Tone } from './statement';
import { fieldRows } from './value-text';

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

/**
 * What happens to an object, at some of the places where it holds. Where its name has the function namespace in it, `*`
 * stands for that.
 * @param risks of what it is suspected: `error KF803`
 */
export function objectStatement(
  change: ObjectChange,
  where: readonly ObjectPlace[],
  risks: readonly string[],
): Statement {
  const { kind, object, from, fields, meaning } = change;
  const { title, places, former } = commonName(where.length === 0 ? [placeOf(object)] : where);
  const was = from === undefined ? '' : `, which was ${former(from)}${kindBefore(from, object)}`;
  return {
    tone: TONES[kind],
    what: kind,
    subject: verbatim(`${spellKind(object)} ${title}${was}`),
    rows: [
      ...meaning.map((text) => wordsRow('means', text)),
      ...fieldRows(fields),
      wordsRow('where', spellPlaces(places)),
      ...(risks.length === 0 ? [] : [wordsRow('risk', risks.join(', '))]),
    ],
  };
}

function kindBefore(from: ObjectName, { kind, apiVersion }: ObjectName): string {
  return from.kind === kind && from.apiVersion === apiVersion ? '' : ` (${from.kind} of ${from.apiVersion})`;
}

function placeOf({ namespace, name }: ObjectName): ObjectPlace {
  return { environment: '', cluster: '', namespace, name, file: '' };
}

/** What the names of an object at all its places have in common. */
interface CommonName {
  readonly title: string;
  /** Each with what stands for `*` there. */
  readonly places: readonly NamedPlace[];
  /** The name that it had before, told in the same way; as it was at the first place. */
  readonly former: (from: ObjectName) => string;
}

function commonName(where: readonly ObjectPlace[]): CommonName {
  const [first] = where;
  const isNamespaceSame = where.every(({ namespace }) => namespace === first?.namespace);
  const isNameSame = where.every(({ name }) => name === first?.name);
  const named = (nameOf: (place: ObjectPlace) => string | undefined) =>
    where.map((place): NamedPlace => ({ ...place, name: nameOf(place) }));
  const former = fullName;
  if (first === undefined) return { title: '', places: [], former };
  if (isNamespaceSame && isNameSame) {
    return { title: fullName(first), places: named(() => undefined), former };
  }
  if (isNameSame) {
    return {
      title: `*/${first.name}`,
      places: named(({ namespace }) => namespace ?? 'no namespace'),
      former: (from) => (from.namespace === first.namespace ? `*/${from.name}` : fullName(from)),
    };
  }
  const end = commonEnd(where.map(({ name }) => name));
  if (isNamespaceSame && end !== '') {
    const startOf = ({ name }: ObjectPlace) => name.slice(0, -end.length);
    const start = startOf(first);
    const starred = ({ namespace, name }: Pick<ObjectName, 'namespace' | 'name'>) =>
      fullName({ namespace, name: `*${name.slice(start.length)}` });
    return {
      title: starred(first),
      places: named(startOf),
      former: (from) => (/^[-.]/.test(withoutStart(from.name, start)) ? starred(from) : fullName(from)),
    };
  }
  return { title: `${fullName(first)} and others alike`, places: named(fullName), former };
}

/** What comes behind a beginning; nothing where a text begins otherwise. */
function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : '';
}

/** What all names end in, from a `-` or `.` on. */
function commonEnd(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = 0;
  while (length < first.length && others.every((name) => name.at(-1 - length) === first.at(-1 - length)))
    length += 1;
  const end = first.slice(first.length - length);
  const start = end.search(/[-.]/);
  return start === -1 ? '' : end.slice(start);
}

function fullName({ namespace, name }: Pick<ObjectName, 'namespace' | 'name'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
