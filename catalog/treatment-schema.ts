import { z } from 'zod';
import { DURATION_PATTERN } from './duration';
import { exactlyOne } from './exactly-one';
import { headerChangesSchema } from './header-schema';
import { METHODS, PATH_PATTERN } from './match-schema';

/** What a route does with requests and answers beside sending them on, with Istio's names. */

const origin = z
  .strictObject({
    exact: z
      .string()
      .describe('The whole origin, such as https://shop.example.com; "*" for every origin')
      .optional(),
    prefix: z.string().describe('What the origin starts with, such as https://shop.').optional(),
    regex: z.string().describe('RE2 expression that the whole origin matches').optional(),
  })
  .meta({
    description: 'Which origins: exactly one of exact, prefix and regex',
    ...exactlyOne('exact', 'prefix', 'regex'),
  });

/** The fields of a route by which requests and answers are changed. */
export const treatmentFields = {
  rewrite: z
    .strictObject({
      uri: z
        .string()
        .meta({
          description:
            'What the function sees instead of the prefix that matched, or instead of the whole path of exact and regex',
          pattern: PATH_PATTERN,
        })
        .optional(),
      uriRegexRewrite: z
        .strictObject({
          match: z
            .string()
            .min(1)
            .describe('RE2 expression; each part of the path that it matches is replaced'),
          rewrite: z.string().describe('What takes the place; \\1 is the first group of match'),
        })
        .describe('A replacement by a regex, from Istio 1.19 on')
        .optional(),
    })
    .meta({
      description: 'The path that the function sees; the one that was sent where it is left out',
      ...exactlyOne('uri', 'uriRegexRewrite'),
    })
    .optional(),
  headers: headerChangesSchema
    .describe('Changes of headers, on the way to the function and back; from Istio 1.1 on')
    .optional(),
  corsPolicy: z
    .strictObject({
      allowOrigins: z.array(origin).min(1).describe('The origins whose pages may call the function'),
      allowMethods: z.array(z.enum(METHODS)).min(1).describe('The methods that they may use').optional(),
      allowHeaders: z.array(z.string()).min(1).describe('The request headers that they may send').optional(),
      exposeHeaders: z
        .array(z.string())
        .min(1)
        .describe('The headers of answers that they may read')
        .optional(),
      maxAge: z
        .string()
        .meta({
          description: 'How long browsers may keep the answer, such as 10m',
          pattern: DURATION_PATTERN,
        })
        .optional(),
      allowCredentials: z.boolean().describe('Whether they may send cookies').optional(),
    })
    .describe('Which pages of other origins may call the function; Envoy answers what browsers ask before')
    .optional(),
  abort: z
    .strictObject({
      percent: z.number().gt(0).max(100).describe('Share of requests that are not sent on, in percent'),
      httpStatus: z.int().min(200).max(599).describe('The status of their answer, such as 503'),
    })
    .describe('Answers without the function, for tests of failures')
    .optional(),
} as const;
