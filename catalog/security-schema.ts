import { z } from 'zod';

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

/** What a function needs beyond the Pod Security standard `restricted`, by which it runs. */
export const securitySchema = z
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
    readOnlyRootFilesystem: z
      .boolean()
      .describe('true: the process writes to volumes alone; give it an emptyDir for what it must write')
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
