import { isMapping, type Mapping } from '../../../base';
import { containersOf } from './containers';
import { fieldChanges } from './field-changes';
import { word } from './meaning-words';

/**
 * Describes changes of images and resources: `image showroom: 1.4.2 -> 1.4.3` if the repository is unchanged. Containers
 * are matched by name, or, without names as in a Knative Service, by index.
 */
export function containerMeaning(before: unknown, after: unknown): readonly string[] {
  const containersBefore = containersOf(before);
  return [...containersOf(after)].flatMap(([key, container]) => {
    const previous = containersBefore.get(key);
    if (previous === undefined) return [];
    return [...imageMeaning(previous, container), ...resourceMeaning(previous, container)];
  });
}

function imageMeaning({ image: before }: Mapping, { image: after }: Mapping): readonly string[] {
  if (typeof before !== 'string' || typeof after !== 'string' || before === after) return [];
  const [imageBefore, imageAfter] = [partsOf(before), partsOf(after)];
  return imageBefore.repository === imageAfter.repository
    ? [`image ${lastSegment(imageAfter.repository)}: ${imageBefore.version} -> ${imageAfter.version}`]
    : [`image ${before} -> ${after}`];
}

function resourceMeaning(before: Mapping, after: Mapping): readonly string[] {
  const { name, image } = after;
  const spelled =
    typeof name === 'string'
      ? name
      : typeof image === 'string'
        ? lastSegment(partsOf(image).repository)
        : '?';
  const changes = fieldChanges(before.resources ?? {}, after.resources ?? {}).flatMap((field) => {
    const leavesBefore = leaves(field.path, field.before);
    const leavesAfter = leaves(field.path, field.after);
    return [...new Set([...leavesBefore.keys(), ...leavesAfter.keys()])].map(
      (path) => `${path} ${word(leavesBefore.get(path))} -> ${word(leavesAfter.get(path))}`,
    );
  });
  return changes.length === 0 ? [] : [`resources of ${spelled}: ${changes.join(', ')}`];
}

/** Returns the quantities of a value by path; `limits` may be added or removed as a whole. */
function leaves(path: string, value: unknown): ReadonlyMap<string, unknown> {
  if (value === undefined) return new Map();
  if (!isMapping(value)) return new Map([[path, value]]);
  return new Map(Object.entries(value).map(([key, quantity]) => [`${path}.${key}`, quantity]));
}

/** Splits `host:5000/a/b:1.2` into `host:5000/a/b` and `1.2`; a digest belongs to the version. */
function partsOf(image: string): { readonly repository: string; readonly version: string } {
  const digest = image.indexOf('@');
  const tagged = digest < 0 ? image : image.slice(0, digest);
  const colon = tagged.lastIndexOf(':');
  const end = colon > tagged.lastIndexOf('/') ? colon : tagged.length;
  const version = image.slice(end).replace(/^:/, '');
  return { repository: image.slice(0, end), version: version === '' ? 'latest' : version };
}

function lastSegment(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
