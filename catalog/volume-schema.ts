import { z } from 'zod';
import { objectName, PART_NAME_PATTERN, quantity } from './container-schema';
import { exactlyOne } from './exactly-one';

const items = z
  .array(
    z.strictObject({
      key: z.string().min(1).describe('Key'),
      path: z.string().min(1).describe('File, relative to where the volume is mounted'),
    }),
  )
  .min(1)
  .describe('Which keys become files; each, named as itself, where it is left out')
  .optional();

const optional = z.boolean().describe('true: pods start without it where it is missing').optional();

const defaultMode = z
  .int()
  .min(0)
  .max(0o777)
  .describe('Permissions of the files, as a number: 0o440 is 288; 0o644 where it is left out')
  .optional();

const projection = z
  .strictObject({
    secret: z
      .strictObject({ name: objectName('Name of the Secret'), items, optional })
      .describe('Keys of a Secret')
      .optional(),
    configMap: z
      .strictObject({ name: objectName('Name of the ConfigMap'), items, optional })
      .describe('Keys of a ConfigMap')
      .optional(),
    serviceAccountToken: z
      .strictObject({
        path: z.string().min(1).describe('File, relative to where the volume is mounted'),
        audience: z
          .string()
          .min(1)
          .describe('Who is to take the token; the API server where it is left out')
          .optional(),
        expirationSeconds: z
          .int()
          .min(600)
          .describe('How long it holds; one hour where it is left out')
          .optional(),
      })
      .describe('A token of the service account, for one audience')
      .optional(),
  })
  .meta({
    description: 'Exactly one of secret, configMap and serviceAccountToken',
    ...exactlyOne('secret', 'configMap', 'serviceAccountToken'),
  });

const KINDS = ['secret', 'configMap', 'projected', 'emptyDir', 'persistentVolumeClaim'] as const;

/** The volumes of a function's pods, by name. */
export const volumesSchema = z.record(
  z.string().meta({ pattern: PART_NAME_PATTERN }),
  z
    .strictObject({
      secret: z
        .strictObject({ secretName: objectName('Name of the Secret'), items, optional, defaultMode })
        .describe('Files from the keys of a Secret')
        .optional(),
      configMap: z
        .strictObject({ name: objectName('Name of the ConfigMap'), items, optional, defaultMode })
        .describe('Files from the keys of a ConfigMap')
        .optional(),
      projected: z
        .strictObject({ sources: z.array(projection).min(1).describe('What is put together'), defaultMode })
        .describe('Files from several Secrets, ConfigMaps and tokens in one folder')
        .optional(),
      emptyDir: z
        .strictObject({
          medium: z
            .enum(['Memory'])
            .describe("Memory: it counts as the pod's memory; the node's disk where it is left out")
            .optional(),
          sizeLimit: quantity('The most that it may hold, such as 1Gi').optional(),
        })
        .describe('An empty folder that lives as long as the pod; {} for the disk of the node')
        .optional(),
      persistentVolumeClaim: z
        .strictObject({
          claimName: objectName('Name of the PersistentVolumeClaim'),
          readOnly: z
            .boolean()
            .describe(
              "Whether it is only read; false asks for Knative's flag kubernetes.podspec-persistent-volume-write",
            )
            .optional(),
        })
        .describe(
          "Storage that outlives the pod; asks for Knative's flag kubernetes.podspec-persistent-volume-claim",
        )
        .optional(),
    })
    .meta({ description: `Exactly one of ${KINDS.join(', ')}`, ...exactlyOne(...KINDS) }),
);
