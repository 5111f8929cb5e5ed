import { gitFolder, type GitFolder } from '../fixtures/git-folder';
import { kfaas } from './kfaas-command';

/** Runs `kfaas diff` in a folder. */
export const diff = (cwd: string, ...args: readonly string[]) => kfaas(cwd, 'diff', ...args);

/** The verdict. */
export const firstLine = ({ out }: { readonly out: string }) => out.split('\n')[0];

/** A VirtualService with one prefix. */
export const yaml = (name: string, path: string, more = ''): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: kfaas-system, annotations: { kfaas.io/functions: a/${name} } }
spec:
  hosts: [faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local]
  gateways: [ns/gw]
  http: [{ match: [{ uri: { prefix: ${path} } }], route: [{ destination: { host: ${name} } }]${more} }]
`;

/** The folder of the cluster. */
export const US = 'dist/prod/prod-us';

/** The file that declares the cluster of its folder, below that folder. */
export const DECLARATION = 'system/kfaas-system.namespace.yaml';

/** The declaration of the cluster. */
export const declaration = (istio: string) => `kind: Namespace
apiVersion: v1
metadata:
  name: kfaas-system
  annotations: { kfaas.io/environment: prod, kfaas.io/cluster: prod-us, kfaas.io/istio: ${istio} }
`;

/** A repository with one cluster of two functions, committed once. */
export function repository(): GitFolder {
  const folder = gitFolder();
  folder.edit({
    [`${US}/${DECLARATION}`]: declaration('1.28.6'),
    [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/'),
    [`${US}/faas-prod/a-y.yaml`]: yaml('y', '/faas/api/a/y/'),
  });
  folder.commit('base');
  return folder;
}
