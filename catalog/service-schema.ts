import { z } from 'zod';
import { IMAGE_PATTERN } from '../base';
import { boundsFields } from './bounds-schema';
import { containerFields, objectName, PART_NAME_PATTERN, resourcesSchema } from './container-schema';
import { probeFields } from './probe-schema';
import { scaleSchema } from './scale-schema';
import { schedulingFields } from './scheduling-schema';
import { securitySchema } from './security-schema';
import { revisionNameSchema, trafficSchema } from './traffic-schema';
import { volumesSchema } from './volume-schema';

/** The shape of a function's Knative Service, `service:` in its file. Patterns and dependencies are for editors only. */

/** Longest time that Knative's fields can express, in seconds. */
const SECONDS_LIMIT = 2_147_483_647;

const image = z.string().min(1).meta({
  description: 'Container image with the tag of a release, a digest, or both',
  pattern: IMAGE_PATTERN,
});

const otherContainers = (description: string) =>
  z
    .record(
      z.string().meta({ pattern: PART_NAME_PATTERN }),
      z.strictObject({
        image,
        ...containerFields,
        resources: resourcesSchema
          .describe('CPU and memory; 50m, and 64Mi up to 128Mi, for what is left out')
          .optional(),
      }),
    )
    .describe(description);

const metadata = (description: string) => z.record(z.string(), z.string()).describe(description);

/** `service:` of a function's file. */
export const serviceSchema = z.strictObject({
  image,
  imagePullPolicy: z
    .enum(['Always', 'IfNotPresent', 'Never'])
    .describe(
      'When nodes pull the image; IfNotPresent where it is left out, since an image has a fixed version',
    )
    .optional(),
  ...containerFields,
  ports: z
    .array(
      z.strictObject({
        containerPort: z
          .int()
          .min(1)
          .max(65_535)
          .describe('The port on which the function listens')
          .optional(),
        name: z
          .enum(['http1', 'h2c'])
          .describe('h2c: HTTP/2 without TLS, as gRPC needs it; http1 where it is left out')
          .optional(),
      }),
    )
    .min(1)
    .max(1)
    .describe(
      "The one port of the function; the runtime's where it is left out, which the process sees as PORT",
    )
    .optional(),
  ...probeFields,
  resources: resourcesSchema
    .describe(
      "CPU, memory and others of each pod; the runtime's default for each request and the memory limit that is left out",
    )
    .optional(),
  security: securitySchema
    .describe('What the function needs beyond the Pod Security standard restricted, by which it runs')
    .optional(),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(SECONDS_LIMIT)
    .describe(
      'Longest that a request may take; where it is left out, as long as the routes give it, and at least 300',
    )
    .optional(),
  responseStartTimeoutSeconds: z
    .int()
    .min(1)
    .max(SECONDS_LIMIT)
    .describe('Longest until an answer begins; at most timeoutSeconds, and the same where it is left out')
    .optional(),
  revisionName: revisionNameSchema(
    'Name of the revision that this makes, <Knative Service>-<anything>; a new one with each change of the pods',
  ).optional(),
  traffic: trafficSchema
    .describe('How the requests are divided among revisions; all go to the newest where it is left out')
    .optional(),
  ...boundsFields,
  scale: scaleSchema.describe('How far and by what Knative scales the function').optional(),
  volumes: volumesSchema.describe('Files that the pods see, by name; volumeMounts says where').optional(),
  sidecars: otherContainers('Other containers in each pod, by name, without a port').optional(),
  initContainers: otherContainers(
    "Containers that run to their end before, in this order, by name; asks for Knative's flag kubernetes.podspec-init-containers",
  ).optional(),
  serviceAccountName: objectName(
    "The ServiceAccount of the pods, in the function's namespace; default where it is left out",
  ).optional(),
  imagePullSecrets: z
    .array(z.strictObject({ name: objectName('Name of the Secret') }))
    .min(1)
    .describe("Secrets with which nodes pull the image, beside the environment's")
    .optional(),
  ...schedulingFields,
  annotations: metadata(
    "Annotations of the pods, for other programs; none of KFaas's or Knative's",
  ).optional(),
  labels: metadata("Labels of the pods, for other programs; none of KFaas's or Knative's").optional(),
});
