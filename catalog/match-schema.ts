import { z } from 'zod';
import { exactlyOne } from './exactly-one';

/** The shape of a match: which requests a route takes. Patterns are for editors only. */

/** The HTTP methods that a match may name. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The name of a header, in lower case as Envoy compares it. */
export const HEADER_NAME_PATTERN = "^[-!#$%&'*+.^_`|~0-9a-z]+$";

/** A path without query and fragment. */
export const PATH_PATTERN = '^/[!-"$->@-~]*$';

/** A cookie with its value (RFC 6265), without quotes. */
export const COOKIE_PATTERN = "^[-!#$%&'*+.^_`|~0-9A-Za-z]+=[!#-+\\--:<-[\\]-~]*$";

const path = (description: string) => z.string().meta({ description, pattern: PATH_PATTERN });

const textMatch = z
  .strictObject({
    exact: z.string().describe('The whole value, as it is').optional(),
    prefix: z.string().describe('What the value starts with').optional(),
    regex: z.string().describe('RE2 expression that the whole value matches').optional(),
  })
  .meta({
    description: 'A condition on a text: exactly one of exact, prefix and regex',
    ...exactlyOne('exact', 'prefix', 'regex'),
  });

/** Conditions on headers. */
export const headersSchema = z
  .record(z.string().meta({ pattern: HEADER_NAME_PATTERN }), textMatch)
  .describe('Conditions on request headers, by lower-case name; all must hold');

/** A condition on one cookie. */
export const cookieSchema = z.string().meta({
  description: 'A cookie that the request has, with its value: canary=always',
  pattern: COOKIE_PATTERN,
});

/** `match:` of a route. */
export const matchSchema = z
  .strictObject({
    prefix: path('What the path starts with, as plain text: /foo matches /foobar too').optional(),
    exact: path('The whole path, without the query').optional(),
    regex: z.string().describe('RE2 expression that the whole path matches, without the query').optional(),
    methods: z
      .array(z.enum(METHODS))
      .min(1)
      .describe('HTTP methods; every method where it is left out')
      .optional(),
    headers: headersSchema.optional(),
    cookie: cookieSchema.optional(),
    query: z
      .record(z.string(), textMatch)
      .describe('Conditions on query parameters, by name; all must hold')
      .optional(),
  })
  .meta({
    description: 'Which requests: exactly one of prefix, exact and regex, and conditions that all hold',
    ...exactlyOne('prefix', 'exact', 'regex'),
  });
