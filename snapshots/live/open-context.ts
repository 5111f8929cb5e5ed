import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import type * as Client from '@kubernetes/client-node';

/** Loaded when a cluster is asked: the client takes longer to load than most commands run. */
const load = createRequire(__filename);

/** What names the API servers. */
export interface KubeConfigRequest {
  /** The file of the kubeconfig. @default - as kubectl finds it: KUBECONFIG, ~/.kube/config, the service account of a pod */
  readonly kubeconfig?: string;
}

/** The contexts of a kubeconfig. */
export interface Contexts {
  readonly names: readonly string[];
  /** The context that kubectl uses. */
  readonly current: string;
  /** Returns a configuration whose current context is this. */
  readonly open: (context: string) => Client.KubeConfig;
}

/** Reads the kubeconfig; says in words why it cannot be used. */
export function openContexts({ kubeconfig }: KubeConfigRequest): Contexts | { readonly problem: string } {
  if (kubeconfig !== undefined && !existsSync(kubeconfig)) {
    return { problem: `there is no kubeconfig ${kubeconfig}` };
  }
  const client = load('@kubernetes/client-node') as typeof Client;
  const config = new client.KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    const [firstLine = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { problem: `${kubeconfig ?? 'the kubeconfig'} cannot be read: ${firstLine}` };
  }
  // What the client makes up where it finds nothing.
  if (
    config.getCurrentCluster()?.server === 'http://localhost:8080' &&
    config.getCurrentUser()?.name === 'user'
  ) {
    return { problem: 'there is no kubeconfig: name one by --kubeconfig, or set KUBECONFIG' };
  }
  return {
    names: config.getContexts().map(({ name }) => name),
    current: config.getCurrentContext(),
    open(context) {
      const one = new client.KubeConfig();
      const { clusters, contexts, users } = config;
      one.loadFromOptions({ clusters, contexts, users, currentContext: context });
      return one;
    },
  };
}
