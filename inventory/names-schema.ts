import { z } from 'zod';

/** What a company calls things, as environments/index.ts may export it. */
export const namesSchema = z.strictObject({
  prefix: z
    .string()
    .describe('The path prefix that the site gateway forwards, such as /faas/api/')
    .exactOptional(),
  namespace: z.string().describe("The namespace of everything that is no function's").exactOptional(),
  gatewayService: z.string().describe('The Service of a gateway host, with <namespace>').exactOptional(),
  virtualService: z
    .string()
    .describe('The VirtualService of a function, with <namespace> and <service>')
    .exactOptional(),
  ingressGateway: z.string().describe('The ingress gateway of a namespace, with <namespace>').exactOptional(),
  egressGateway: z.string().describe('The egress gateway').exactOptional(),
});
