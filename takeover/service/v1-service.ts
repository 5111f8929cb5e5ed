import { isMapping, listOf, mappingOf, type Mapping } from '../../base';
import type { ValuePath } from '../../shape';
import { without } from './edited';

/** A Knative Service in the shape of `serving.knative.dev/v1`, without what only an API server writes. */
export interface V1Service {
  /** Its labels, annotations and specification, and whatever else somebody wrote; `null` is no value. */
  readonly value: Mapping;
  /** Whether an API server gave it: it then has the defaults of Knative filled in. */
  readonly isFromServer: boolean;
  /** Where a value of the object is, given its place in `value`. */
  readonly placeOf: (path: ValuePath) => ValuePath;
}

/** Fields of `metadata` that name the object, or that an API server writes. */
const GIVEN_METADATA = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
];

/** Where Knative's first versions kept the template (serving `pkg/apis/serving/v1alpha1/service_types.go`, up to 0.17). */
const OLD_CONFIGURATION = ['spec', 'runLatest', 'configuration'];

/** Brings a Knative Service of any API version into the shape of v1. */
export function asV1(object: Mapping): V1Service {
  const { metadata, spec, ...rest } = without(withoutNull(object) as Mapping, 'apiVersion', 'kind', 'status');
  const given = mappingOf(metadata);
  const { place, value } = inTemplate(mappingOf(spec));
  const single = withoutSingle(mappingOf(value.template));
  const places: readonly (readonly [ValuePath, ValuePath])[] = [
    ...(single.isSingle
      ? [
          [
            ['spec', 'template', 'spec', 'containers', 0],
            [...place, 'spec', 'container'],
          ] as const,
        ]
      : []),
    [['spec', 'template'], place],
  ];
  return {
    value: {
      ...rest,
      metadata: without(given, ...GIVEN_METADATA),
      spec: { ...value, ...(value.template === undefined ? {} : { template: single.template }) },
    },
    isFromServer: typeof given.uid === 'string',
    placeOf: (path) => moved(path, places),
  };
}

/** Moves the template of `runLatest` to where v1 has it. */
function inTemplate(spec: Mapping): { readonly place: ValuePath; readonly value: Mapping } {
  const configuration = mappingOf(mappingOf(spec.runLatest).configuration);
  for (const field of ['template', 'revisionTemplate']) {
    const { [field]: template, ...others } = configuration;
    if (spec.template !== undefined || !isMapping(template)) continue;
    const left = Object.keys(others).length === 0 ? {} : { runLatest: { configuration: others } };
    return {
      place: [...OLD_CONFIGURATION, field],
      value: { ...without(spec, 'runLatest'), ...left, template },
    };
  }
  return { place: ['spec', 'template'], value: spec };
}

/** Moves the one `container` of v1alpha1 into the list of v1. */
function withoutSingle(template: Mapping): { readonly template: Mapping; readonly isSingle: boolean } {
  const { container, ...spec } = mappingOf(template.spec);
  if (!isMapping(container) || listOf(spec.containers).length > 0) return { template, isSingle: false };
  return { template: { ...template, spec: { ...spec, containers: [container] } }, isSingle: true };
}

function moved(path: ValuePath, places: readonly (readonly [ValuePath, ValuePath])[]): ValuePath {
  const found = places.find(([from]) => from.every((step, index) => path[index] === step));
  return found === undefined ? path : [...found[1], ...path.slice(found[0].length)];
}

/** Leaves out every field that is `null`, as an API server does. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isMapping(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNull(field)]));
}
