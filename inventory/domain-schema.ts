import { z } from 'zod';

/** The shape of a domain, as a file of environments/ declares it; its type is in environment.ts. */
export const domain = z.strictObject({
  host: z.string().describe('The host name, such as faas.example.com'),
  audience: z.enum(['business', 'intranet']).describe('business or intranet'),
  functionNamespace: z.string().describe('The function namespace whose functions answer'),
  exposes: z
    .union([
      z.literal('all'),
      z.strictObject({
        paths: z
          .array(z.string())
          .describe('Paths under /faas/api/; one that ends with a slash stands for all below it')
          .exactOptional(),
        functions: z
          .array(z.string())
          .describe('Functions, as <team>/<name>: the prefixes and exact paths of their routes')
          .exactOptional(),
      }),
    ])
    .describe(
      "What the host leads to: 'all', or { paths: […], functions: […] }; nothing where it is left out",
    )
    .exactOptional(),
  ingress: z
    .strictObject({
      className: z.string().describe('The class of the ingress controller'),
      namespace: z.string().describe("The namespace of the controller's pods"),
      nodeCidrs: z
        .array(z.string())
        .describe("Address ranges of its pods' nodes, where they are on the host network")
        .exactOptional(),
      annotations: z
        .record(z.string(), z.string())
        .describe('Annotations of the Ingress, all of them texts')
        .exactOptional(),
    })
    .describe('The ingress controller that serves the host'),
  tls: z
    .union([
      z.strictObject({
        issuer: z
          .strictObject({
            name: z.string().describe("The issuer's name"),
            kind: z.enum(['Issuer', 'ClusterIssuer']).describe('Issuer or ClusterIssuer'),
          })
          .describe('The cert-manager issuer of the certificate; or existingSecret: the name of a Secret'),
        challenge: z
          .enum(['http-01', 'dns-01', 'none'])
          .describe('How the issuer finds out that the host is ours')
          .exactOptional(),
      }),
      z.strictObject({ existingSecret: z.string().describe('The name of a Secret') }),
    ])
    .describe('Where the certificate comes from: { issuer: … } or { existingSecret: … }'),
  clusters: z
    .array(z.string())
    .describe('The clusters that serve the host; every cluster of the environment where it is left out')
    .exactOptional(),
});
