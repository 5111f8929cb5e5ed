import { isMapping } from '../../../base';

/** The fields that an API server or a controller writes, whatever the kind. Steps are separated by spaces. */
const SERVER_FIELDS = [
  'metadata uid',
  'metadata resourceVersion',
  'metadata generation',
  'metadata creationTimestamp',
  'metadata managedFields',
  'metadata selfLink',
  'metadata labels kubernetes.io/metadata.name',
  'metadata labels argocd.argoproj.io/instance',
  'metadata labels kustomize.toolkit.fluxcd.io/name',
  'metadata labels kustomize.toolkit.fluxcd.io/namespace',
  'metadata annotations kubectl.kubernetes.io/last-applied-configuration',
  'metadata annotations argocd.argoproj.io/tracking-id',
  'metadata annotations deployment.kubernetes.io/revision',
  'metadata annotations serving.knative.dev/creator',
  'metadata annotations serving.knative.dev/lastModifier',
  'spec template metadata creationTimestamp',
  'status',
].map((path) => path.split(' '));

/** Whether an object was read from an API server: every such object has a `uid`, and no manifest sets one. */
export function isFromServer(value: unknown): boolean {
  return isMapping(value) && isMapping(value.metadata) && typeof value.metadata.uid === 'string';
}

/** Removes the fields of a server's object that nobody applied. */
export function withoutServerFields(value: unknown): unknown {
  return SERVER_FIELDS.reduce((rest, path) => withoutField(rest, undefined, path, () => true), value);
}

/**
 * Removes a field of a value. A mapping that has no other field is removed, too.
 * @param other the value that it is compared with
 * @param path the steps to the field; `[]` stands for every item of a list
 * @param isDropped decides by the field and by the same field of the other value, undefined if there is none
 */
export function withoutField(
  value: unknown,
  other: unknown,
  path: readonly string[],
  isDropped: (field: unknown, otherField: unknown) => boolean,
): unknown {
  const [step = '', ...rest] = path;
  if (step === '[]') {
    if (!Array.isArray(value)) return value;
    const others: readonly unknown[] = Array.isArray(other) ? other : [];
    return value.map((item, index) => withoutField(item, others[index], rest, isDropped));
  }
  if (!isMapping(value) || !Object.hasOwn(value, step)) return value;
  const field = value[step];
  const otherField = isMapping(other) && Object.hasOwn(other, step) ? other[step] : undefined;
  const { [step]: removed, ...kept } = value;
  if (rest.length === 0) return isDropped(removed, otherField) ? kept : value;
  const inner = withoutField(field, otherField, rest, isDropped);
  if (inner === field) return value;
  return isMapping(inner) && Object.keys(inner).length === 0 ? kept : { ...value, [step]: inner };
}
