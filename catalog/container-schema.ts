import { z } from 'zod';
import { QUANTITY_PATTERN } from '../base';
import { exactlyOne } from './exactly-one';

/** What a container of a function can say, with Kubernetes' names. What it merges by name is a mapping here, so that overlays change one entry. */

/** Names of Secrets, ConfigMaps and the like: a DNS subdomain. */
const OBJECT_NAME_PATTERN = '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$';

/** Names of volumes and containers: a DNS label. */
export const PART_NAME_PATTERN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

/** Names of environment variables that every shell and every version of Kubernetes takes. */
export const VARIABLE_PATTERN = '^[A-Za-z_][A-Za-z0-9_]*$';

/** Names of environment variables, with what else Kubernetes takes in the prefix of `envFrom`. */
const PREFIX_PATTERN = '^[A-Za-z_][A-Za-z0-9_.-]*$';

/** The name of an object in the function's namespace. */
export const objectName = (description: string) =>
  z.string().meta({ description, pattern: OBJECT_NAME_PATTERN });

/** A quantity of Kubernetes: `100m`, `2Gi`. */
export const quantity = (description: string) =>
  z.union([z.string(), z.number()]).meta({
    description,
    anyOf: undefined,
    type: ['string', 'number'],
    pattern: QUANTITY_PATTERN,
  });

const optional = z
  .boolean()
  .describe('true: pods start without it where it is missing; false where it is left out')
  .optional();

const keyOf = (object: string) =>
  z.strictObject({
    name: objectName(`Name of the ${object}, in the namespace of the function`),
    key: z.string().min(1).describe(`Key in the ${object}`),
    optional,
  });

const source = z
  .strictObject({
    secretKeyRef: keyOf('Secret').describe('The value of a key of a Secret').optional(),
    configMapKeyRef: keyOf('ConfigMap').describe('The value of a key of a ConfigMap').optional(),
    fieldRef: z
      .strictObject({
        fieldPath: z
          .string()
          .min(1)
          .describe(
            "Path of the pod's field, such as metadata.name, metadata.namespace, spec.nodeName, status.podIP",
          ),
      })
      .describe("A field of the pod; asks for Knative's flag kubernetes.podspec-fieldref")
      .optional(),
  })
  .meta({
    description: 'Where the value comes from: exactly one of secretKeyRef, configMapKeyRef and fieldRef',
    ...exactlyOne('secretKeyRef', 'configMapKeyRef', 'fieldRef'),
  });

const env = z
  .record(z.string().meta({ pattern: VARIABLE_PATTERN }), z.union([z.string(), source]))
  .describe(
    'Environment variables, by name: a text, or where the value comes from. Texts may use earlier ones as $(NAME). No secrets: those come from Secrets',
  );

const envFrom = z
  .array(
    z
      .strictObject({
        prefix: z
          .string()
          .meta({ description: 'What is put before each name', pattern: PREFIX_PATTERN })
          .optional(),
        secretRef: z
          .strictObject({ name: objectName('Name of the Secret'), optional })
          .describe('Every key of a Secret')
          .optional(),
        configMapRef: z
          .strictObject({ name: objectName('Name of the ConfigMap'), optional })
          .describe('Every key of a ConfigMap')
          .optional(),
      })
      .meta({
        description: 'Exactly one of secretRef and configMapRef',
        ...exactlyOne('secretRef', 'configMapRef'),
      }),
  )
  .min(1)
  .describe('Environment variables of whole Secrets and ConfigMaps, named as their keys; env goes first');

const volumeMounts = z
  .record(
    z.string().meta({ pattern: '^/' }),
    z.strictObject({
      name: z
        .string()
        .meta({ description: 'Name of the volume, one of volumes', pattern: PART_NAME_PATTERN }),
      readOnly: z
        .boolean()
        .describe(
          'Whether the container cannot write there; true where it is left out for Secrets, ConfigMaps, projections and claims that are read only',
        )
        .optional(),
      subPath: z
        .string()
        .min(1)
        .describe('A file or folder of the volume, without a leading slash')
        .optional(),
    }),
  )
  .describe('Where volumes appear in the container, by absolute path');

const amounts = (what: string) =>
  z
    .object({
      cpu: quantity('CPU, such as 100m').optional(),
      memory: quantity('Memory, such as 256Mi').optional(),
      'ephemeral-storage': quantity(
        'Space on the node, for what is written outside of volumes, such as 1Gi',
      ).optional(),
    })
    .catchall(quantity('An extended resource, such as nvidia.com/gpu: 1'))
    .describe(`${what}; extended resources too, such as nvidia.com/gpu`);

const resources = z.strictObject({
  requests: amounts('What each pod is promised').optional(),
  limits: amounts('What each pod may use at most').optional(),
});

/** What each container of a function can say: its own, sidecars, and those that run before. */
export const containerFields = {
  command: z
    .array(z.string())
    .min(1)
    .describe("The program and its first arguments, instead of the image's entry point")
    .optional(),
  args: z.array(z.string()).describe("Arguments, instead of the image's").optional(),
  workingDir: z
    .string()
    .min(1)
    .describe("The folder in which the program starts; the image's where it is left out")
    .optional(),
  env: env.optional(),
  envFrom: envFrom.optional(),
  volumeMounts: volumeMounts.optional(),
} as const;

/** CPU, memory and other resources of a container. */
export const resourcesSchema = resources;
