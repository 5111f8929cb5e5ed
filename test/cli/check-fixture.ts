/** The texts of files by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A VirtualService with one prefix, as YAML of seven lines. */
export const yaml = (name: string, path: string, host = name): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ns }
spec:
  hosts: [h.example]
  gateways: [ns/gw]
  http: [{ match: [{ uri: { prefix: ${path} } }], route: [{ destination: { host: ${host} } }] }]
`;
/** Two VirtualServices that do not meet, and two that do. */
export const CLEAN: Files = { 'manifests/a.yaml': yaml('a', '/a/'), 'manifests/b.yaml': yaml('b', '/b/') };
export const BROKEN: Files = { 'manifests/a.yaml': yaml('a', '/a/'), 'manifests/b.yaml': yaml('b', '/a/b') };
