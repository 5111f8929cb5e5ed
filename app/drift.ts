import { mappingOf, textOf, type Mapping } from '../base';
import type { Review } from '../review';
import { writerOf, type Writer } from './drift-writers';
import { objectKey } from './live-objects';
import type { LiveComparison } from './live-sides';

type ObjectChange = Review['objects'][number];

/** A writer, and the fields that it wrote, as a sentence says it. */
interface Written extends Writer {
  readonly fields: string[];
}

/** The most fields that a sentence names. */
const NAMED_FIELDS = 3;

/** Adds to the change of an object who wrote the fields that differ, and when, for each cluster. */
export function withWriters(change: ObjectChange, lives: ReadonlyMap<string, LiveComparison>): ObjectChange {
  if (change.kind === 'added') return change;
  const said = change.where.map(({ cluster, namespace, name }) => {
    const object = liveObject(lives.get(cluster), change, namespace, name);
    if (object === undefined) return { cluster, text: '' };
    return { cluster, text: change.kind === 'removed' ? createdText(object) : writtenText(object, change) };
  });
  const texts = [...new Set(said.map(({ text }) => text))].filter((text) => text !== '');
  const sentences =
    texts.length === 1
      ? texts
      : said.filter(({ text }) => text !== '').map(({ cluster, text }) => `${cluster}: ${text}`);
  return { ...change, meaning: [...change.meaning, ...sentences] };
}

function liveObject(
  comparison: LiveComparison | undefined,
  { object: { apiVersion, kind } }: ObjectChange,
  namespace: string | undefined,
  name: string,
): Mapping | undefined {
  return comparison?.standing.get(objectKey({ apiVersion, kind, metadata: { namespace, name } }));
}

function createdText({ metadata }: Mapping): string {
  const at = textOf(mappingOf(metadata).creationTimestamp);
  return at === undefined ? '' : `created at ${at}`;
}

function writtenText(object: Mapping, { fields }: ObjectChange): string {
  const written = new Map<string, Written>();
  for (const { path } of fields) {
    const writer = writerOf(object, path);
    if (writer === undefined) continue;
    const key = `${writer.manager} ${writer.at ?? ''} ${writer.isAround ?? false}`;
    const known = written.get(key) ?? { ...writer, fields: [] };
    written.set(key, known);
    known.fields.push(path);
  }
  return [...written.values()].map(spell).join('; ');
}

function spell({ manager, at, isAround, fields }: Written): string {
  const more = fields.length - NAMED_FIELDS;
  const named = fields.slice(0, NAMED_FIELDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const by = `last written by ${manager}${at === undefined ? '' : ` at ${at}`}`;
  // An API server forgets who removed a field.
  return isAround ? `it is not known who changed ${named}; what is around it was ${by}` : `${by}: ${named}`;
}
