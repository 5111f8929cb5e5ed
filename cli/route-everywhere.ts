import { join } from 'node:path';
import { readRoutes } from '../explain-route';
import type { Environment } from '../environments';
import { requestOfCommand } from './route-request';
import { spellWays } from './route-text';

/** A request that is asked of every cluster. */
export interface EverywhereRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers: readonly string[];
  /** The one gateway host to ask. @default - that of every function namespace */
  readonly host?: string;
}

/** What every cluster answers. */
export interface EverywhereAnswer {
  readonly text: string;
  /** Whether some cluster has a route for the request. */
  readonly matched: boolean;
  /** Clusters that have nothing rendered in the folder. */
  readonly unrendered: readonly string[];
}

/**
 * The way of a request in every environment, cluster and function namespace, by what is rendered for them and each
 * cluster's own Istio version.
 * @param output the folder of rendered manifests
 * @returns a text that says what is wrong with the request, where it is
 */
export function routeEverywhere(
  { url, method, headers, host }: EverywhereRequest,
  environments: readonly Environment[],
  output: string,
  color: boolean,
): EverywhereAnswer | { readonly problem: string } {
  const unrendered: string[] = [];
  let text = '';
  let matched = false;
  for (const environment of environments) {
    for (const cluster of environment.clusters) {
      const book = readRoutes(join(output, environment.name, cluster.name), cluster.platform.istio);
      if (book === undefined || book.router.hosts.length === 0) {
        unrendered.push(`${environment.name}/${cluster.name}`);
        continue;
      }
      const hosts = host !== undefined || !url.startsWith('/') ? [host] : book.router.hosts;
      for (const asked of hosts) {
        const sent = requestOfCommand({ url, method, headers, host: asked, usualHost: undefined });
        if ('problem' in sent) return sent;
        const ways = book.router.ways(sent, undefined);
        if (ways.length === 0) continue;
        matched ||= ways.some(({ matches }) => matches.length > 0);
        text += `${environment.name} / ${cluster.name} (Istio ${cluster.platform.istio})\n${spellWays(sent, ways, book, color)}\n`;
      }
    }
  }
  return { text, matched, unrendered };
}
