import { z } from 'zod';
import { IMAGE_PATTERN, QUANTITY_PATTERN } from '../base';
import { revisionNameSchema, trafficSchema } from './traffic-schema';

/** The shape of a function's Knative Service, `service:` in its file. Patterns and dependencies are for editors only. */

/** Most pods that Knative's annotations can express: a 32-bit integer. */
const SCALE_LIMIT = 2_147_483_647;

/** The highest user ID that Kubernetes takes. */
const USER_LIMIT = 2_147_483_647;

/** The capabilities that container runtimes give by default (containerd, CRI-O and Docker), and all of them. */
const DEFAULT_CAPABILITIES = [
  'ALL',
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

const quantity = (description: string) =>
  z.union([z.string(), z.number()]).meta({
    description,
    anyOf: undefined,
    type: ['string', 'number'],
    pattern: QUANTITY_PATTERN,
  });

/** `required: ['reason']` where any of the fields has the value that loosens. */
const reasonFor = (fields: Readonly<Record<string, object>>) => ({
  if: {
    anyOf: Object.entries(fields).map(([name, value]) => ({
      required: [name],
      properties: { [name]: value },
    })),
  },
  then: { required: ['reason'] },
});

const security = z
  .strictObject({
    reason: z
      .string()
      .meta({ description: 'Why the function needs what is loosened, for reviewers', pattern: '\\S' })
      .optional(),
    runAsUser: z
      .int()
      .min(1)
      .max(USER_LIMIT)
      .describe(
        'User ID of the process, for images whose USER is a name; that of the image where it is left out',
      )
      .optional(),
    runAsNonRoot: z.boolean().describe('false: the process may be root; needs a reason').optional(),
    allowPrivilegeEscalation: z
      .boolean()
      .describe('true: setuid programs work, such as sudo; needs a reason')
      .optional(),
    capabilities: z
      .strictObject({
        drop: z
          .array(z.enum(DEFAULT_CAPABILITIES))
          .describe(
            "What the process loses of the container runtime's default; [ALL] where it is left out; less needs a reason",
          ),
      })
      .describe('Linux capabilities')
      .optional(),
    seccompProfile: z
      .strictObject({
        type: z
          .enum(['RuntimeDefault', 'Unconfined'])
          .describe("Unconfined: every system call, beyond the container runtime's default; needs a reason"),
      })
      .describe('Which system calls the process may use')
      .optional(),
    automountServiceAccountToken: z
      .boolean()
      .describe("true: the pods see their service account's token, to ask the Kubernetes API; needs a reason")
      .optional(),
  })
  .meta(
    reasonFor({
      runAsNonRoot: { const: false },
      allowPrivilegeEscalation: { const: true },
      capabilities: {
        type: 'object',
        properties: { drop: { type: 'array', not: { contains: { const: 'ALL' } } } },
      },
      seccompProfile: { type: 'object', properties: { type: { const: 'Unconfined' } } },
      automountServiceAccountToken: { const: true },
    }),
  );

/** `service:` of a function's file. */
export const serviceSchema = z.strictObject({
  image: z.string().min(1).meta({
    description: 'Container image with the tag of a release, a digest, or both',
    pattern: IMAGE_PATTERN,
  }),
  scale: z
    .strictObject({
      min: z.int().min(0).max(SCALE_LIMIT).describe('Fewest pods; 0 lets the function sleep').optional(),
      max: z.int().min(0).max(SCALE_LIMIT).describe('Most pods; 0 for no bound').optional(),
      concurrency: z
        .int()
        .min(0)
        .max(1000)
        .describe('Most requests that one pod handles at once; 0 for no limit')
        .optional(),
    })
    .describe('How far Knative scales the function')
    .optional(),
  resources: z
    .strictObject({
      requests: z
        .strictObject({
          cpu: quantity('CPU, such as 100m').optional(),
          memory: quantity('Memory, such as 256Mi').optional(),
        })
        .describe("What each pod is promised; the runtime's default where it is left out")
        .optional(),
      limits: z
        .strictObject({
          cpu: quantity('CPU, such as 1').optional(),
          memory: quantity('Memory, such as 512Mi').optional(),
        })
        .describe('What each pod may use at most')
        .optional(),
    })
    .describe(
      "CPU and memory of each pod; the runtime's default for each request and the memory limit that is left out",
    )
    .optional(),
  revisionName: revisionNameSchema(
    'Name of the revision that this makes, <Knative Service>-<anything>; a new one with each change of the pods',
  ).optional(),
  traffic: trafficSchema
    .describe('How the requests are divided among revisions; all go to the newest where it is left out')
    .optional(),
  security: security
    .describe('What the function needs beyond the Pod Security standard restricted, by which it runs')
    .optional(),
});
