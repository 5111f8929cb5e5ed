import { z } from 'zod';

/** The shape of one of the `readers` of an environment. */
export const reader = z
  .union([
    z.strictObject({ group: z.string().describe('A group, such as oncall') }),
    z.strictObject({ user: z.string().describe('A user, such as kim@example.com') }),
    z.strictObject({ serviceAccount: z.string().describe('A service account, as namespace/name') }),
  ])
  .describe("{ group: 'oncall' }, { user: '…' } or { serviceAccount: 'namespace/name' }");
