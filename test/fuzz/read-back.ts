import Ajv, { type ValidateFunction } from 'ajv';
import { CORE_SCHEMA, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { canonical } from './meant-objects';

/** An object of Kubernetes, as far as it is told apart here. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Two parsers, each as YAML 1.1, which kubectl and Argo CD read, and as YAML 1.2. */
const READERS: readonly ((text: string) => unknown[])[] = [
  (text) =>
    parseAllDocuments(text, { version: '1.1' }).map((one) => one.toJS({ maxAliasCount: 0 }) as unknown),
  (text) =>
    parseAllDocuments(text, { version: '1.2' }).map((one) => one.toJS({ maxAliasCount: 0 }) as unknown),
  (text) => loadAll(text, { schema: YAML11_SCHEMA, maxAliases: 0 }),
  (text) => loadAll(text, { schema: CORE_SCHEMA, maxAliases: 0 }),
];

const known = new Map<string, readonly KubernetesObject[]>();

/**
 * Returns the objects of a rendered file, which every reader must read alike.
 * @throws Error where two readers differ
 */
export function readBack(text: string): readonly KubernetesObject[] {
  const objects = known.get(text) ?? readByAll(text);
  // Most files of a mutant are those of other mutants.
  if (known.size > 1000) known.clear();
  known.set(text, objects);
  return objects;
}

function readByAll(text: string): readonly KubernetesObject[] {
  const read = READERS.map((reader) => reader(text));
  const texts = read.map(canonical);
  if (new Set(texts).size > 1) throw new Error(`the readers differ:\n${texts.join('\n')}\n${text}`);
  return (read[0] ?? []) as KubernetesObject[];
}

/** The definitions of crds/, in which each field that is not named is a mistake: KFaas renders no other. */
const SCHEMAS = new Map(
  readdirSync(join(__dirname, '../../crds')).map((file) => {
    const { spec } = parse(readFileSync(join(__dirname, '../../crds', file), 'utf8')) as {
      spec: { group: string; names: { kind: string }; versions: [{ schema: { openAPIV3Schema: object } }] };
    };
    const schema = closed(spec.versions[0].schema.openAPIV3Schema) as { properties: object };
    const properties = { ...schema.properties, apiVersion: {}, kind: {}, metadata: {} };
    return [`${spec.group} ${spec.names.kind}`, { ...schema, properties }] as const;
  }),
);
const ajv = new Ajv({ allErrors: true });
ajv.addKeyword('x-kubernetes-preserve-unknown-fields');
const validators = new Map<string, ValidateFunction>(
  [...SCHEMAS].map(([kind, schema]) => [kind, ajv.compile(schema)] as const),
);

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in inner ? { additionalProperties: false, ...inner } : inner;
}

const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/;
const QUALIFIED = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const QUANTITY = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;

/** Returns why the API server would refuse an object; nothing where it takes it. */
export function refusals(object: KubernetesObject): readonly string[] {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace = 'a', labels = {}, annotations = {} } = metadata;
  const broken = (what: string, fine: boolean) => (fine ? [] : [`${kind} ${name}: ${what}`]);
  const validate = validators.get(`${apiVersion.split('/')[0]} ${kind}`);
  return [
    ...broken('its name', SUBDOMAIN.test(name)),
    ...broken('its namespace', SUBDOMAIN.test(namespace)),
    ...Object.entries(labels).flatMap(([key, value]) =>
      broken(`the label ${key}: ${value}`, QUALIFIED.test(key) && LABEL_VALUE.test(value)),
    ),
    ...Object.entries(annotations).flatMap(([key, value]) =>
      broken(`the annotation ${key}`, QUALIFIED.test(key) && typeof value === 'string'),
    ),
    ...(validate === undefined || validate(object)
      ? []
      : [`${kind} ${name}: ${ajv.errorsText(validate.errors)} in ${canonical(object)}`]),
    ...fieldsOf(object).flatMap(([field, value]) =>
      broken(`${field}: ${canonical(value)}`, VALUE_RULES.get(field)?.(value) ?? true),
    ),
  ];
}

const isPort = (value: unknown) =>
  typeof value !== 'number' || (Number.isInteger(value) && value > 0 && value < 65_536);
const everyEntry = (value: unknown, rule: (key: string, entry: string) => boolean) =>
  Object.entries((value ?? {}) as Record<string, unknown>).every(([key, entry]) => rule(key, String(entry)));
const areQuantities = (value: unknown) => everyEntry(value, (_, quantity) => QUANTITY.test(quantity));
const isSubdomain = (value: unknown) => typeof value === 'string' && SUBDOMAIN.test(value);

/** What the API server asks of the fields of some names, in whatever object. */
const VALUE_RULES: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries({
    requests: areQuantities,
    limits: areQuantities,
    matchLabels: (value) => everyEntry(value, (key, label) => QUALIFIED.test(key) && LABEL_VALUE.test(label)),
    ingressClassName: isSubdomain,
    secretName: isSubdomain,
    issuerRef: (value) => isSubdomain((value as { name: unknown }).name),
    port: isPort,
    number: isPort,
    targetPort: isPort,
    replicas: Number.isInteger,
  }),
);

/** All fields of an object and of what is in it. */
function fieldsOf(value: unknown): (readonly [field: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]) => [
    [field, inner] as const,
    ...fieldsOf(inner),
  ]);
}
