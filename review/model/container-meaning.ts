import { isMapping, listOf, type Mapping } from '../../routing';
import { fieldChanges } from './field-changes';
import { word } from './meaning-words';
import { fieldOf } from './object-facts';

/** Where the kinds that run containers have their pods' specification. */
const POD_SPECS = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec'],
];

/**
 * What containers run, and with which resources, in words: `image showroom: 1.4.2 -> 1.4.3` where the repository stays.
 * Containers are the same by their names, or, where they have none as in a Knative Service, by their places.
 */
export function containerMeaning(before: unknown, after: unknown): readonly string[] {
  const old = containersOf(before);
  return [...containersOf(after)].flatMap(([key, container]) => {
    const was = old.get(key);
    return was === undefined ? [] : [...imageMeaning(was, container), ...resourceMeaning(was, container)];
  });
}

function containersOf(object: unknown): ReadonlyMap<string, Mapping> {
  const entries = POD_SPECS.flatMap((path) =>
    ['initContainers', 'containers'].flatMap((list) =>
      listOf(fieldOf(object, [...path, list])).flatMap((container, index) =>
        isMapping(container) ? [[`${list} ${word(container.name ?? index)}`, container] as const] : [],
      ),
    ),
  );
  return new Map(entries);
}

function imageMeaning({ image: before }: Mapping, { image: after }: Mapping): readonly string[] {
  if (typeof before !== 'string' || typeof after !== 'string' || before === after) return [];
  const [old, now] = [partsOf(before), partsOf(after)];
  return old.repository === now.repository
    ? [`image ${lastSegment(now.repository)}: ${old.version} -> ${now.version}`]
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
    const [old, now] = [leaves(field.path, field.before), leaves(field.path, field.after)];
    return [...new Set([...old.keys(), ...now.keys()])].map(
      (path) => `${path} ${word(old.get(path))} -> ${word(now.get(path))}`,
    );
  });
  return changes.length === 0 ? [] : [`resources of ${spelled}: ${changes.join(', ')}`];
}

/** The quantities of what was added or removed as a whole, such as all `limits`. */
function leaves(path: string, value: unknown): ReadonlyMap<string, unknown> {
  if (value === undefined) return new Map();
  if (!isMapping(value)) return new Map([[path, value]]);
  return new Map(Object.entries(value).map(([key, quantity]) => [`${path}.${key}`, quantity]));
}

/** `host:5000/a/b:1.2` is of repository `host:5000/a/b`; a digest belongs to the version. */
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
