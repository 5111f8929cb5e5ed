import { z } from 'zod';

/** The shape of `guard` of an environment. */
export const guard = z.strictObject({
  writers: z
    .array(z.string())
    .describe('The users that may, such as system:serviceaccount:argocd:argocd-application-controller'),
  action: z
    .enum(['deny', 'warn', 'audit'])
    .describe('What becomes of what others write: deny, warn or audit')
    .exactOptional(),
  breakGlass: z.string().describe('A group whose members may write by hand').exactOptional(),
});
