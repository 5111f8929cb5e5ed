import { z } from 'zod';
import { exactlyOne } from './exactly-one';

/** The shape of a match: which requests a route takes. Patterns are for editors only. */

/** The HTTP methods that are offered; a match may name any other one, too. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A method of HTTP: a token (RFC 9110, section 9.1), in capitals as all that are registered. */
export const METHOD_PATTERN = "^[-!#$%&'*+.^_`|~0-9A-Z]+$";

/** The name of a header, in lower case as Envoy compares it. */
export const HEADER_NAME_PATTERN = "^[-!#$%&'*+.^_`|~0-9a-z]+$";

/** A path without query and fragment. */
export const PATH_PATTERN = '^/[!-"$->@-~]*$';

/** A cookie with its value (RFC 6265), without quotes. */
export const COOKIE_PATTERN = "^[-!#$%&'*+.^_`|~0-9A-Za-z]+=[!#-+\\--:<-[\\]-~]*$";

const path = (description: string) => z.string().meta({ description, pattern: PATH_PATTERN });

const comparisons = {
  exact: z.string().describe('The whole value, as it is').optional(),
  prefix: z.string().describe('What the value starts with').optional(),
  regex: z.string().describe('RE2 expression that the whole value matches').optional(),
};

const textMatch = z.strictObject(comparisons).meta({
  description: 'A condition on a text: exactly one of exact, prefix and regex',
  ...exactlyOne('exact', 'prefix', 'regex'),
});

const headerMatch = z
  .strictObject({
    ...comparisons,
    present: z.literal(true).describe('The header is there, whatever it says; from Istio 1.18 on').optional(),
  })
  .meta({
    description: 'A condition on a header: exactly one of exact, prefix, regex and present',
    ...exactlyOne('exact', 'prefix', 'regex', 'present'),
  });

const headerMatches = z.record(z.string().meta({ pattern: HEADER_NAME_PATTERN }), headerMatch);

/** Conditions on headers. */
export const headersSchema = headerMatches.describe(
  'Conditions on request headers, by lower-case name; all must hold',
);

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
    ignoreUriCase: z
      .literal(true)
      .describe('prefix and exact take letters in any case; from Istio 1.2.3 on')
      .optional(),
    methods: z
      .array(z.string().meta({ anyOf: [{ enum: METHODS }, { pattern: METHOD_PATTERN }] }))
      .min(1)
      .describe('HTTP methods; every method where it is left out')
      .optional(),
    headers: headersSchema.optional(),
    withoutHeaders: headerMatches
      .describe(
        'Conditions on request headers of which none may hold; a header that is not there holds none. From Istio 1.22 on, and those on presence from 1.18',
      )
      .optional(),
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
