import { z } from 'zod';
import { HEADER_NAME_PATTERN } from './match-schema';

/** The shape of `headers:` of a route or a backend, with Istio's names. */

const headerName = z.string().meta({ pattern: HEADER_NAME_PATTERN });

const changes = (what: string) =>
  z
    .strictObject({
      set: z
        .record(headerName, z.string())
        .describe('Headers that get a value, whatever they had')
        .optional(),
      add: z.record(headerName, z.string()).describe('Headers that get one value more').optional(),
      remove: z.array(headerName).min(1).describe('Headers that are taken out').optional(),
    })
    .describe(`Changes of the headers of ${what}, by lower-case name; a % in a value stands for itself`);

/** Changes of the headers of requests and answers. */
export const headerChangesSchema = z.strictObject({
  request: changes('requests').optional(),
  response: changes('answers').optional(),
});
