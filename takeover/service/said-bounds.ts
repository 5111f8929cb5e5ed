import { mappingOf, textOf, type Mapping } from '../../base';
import type { Said } from './said-containers';

/** The host of a DestinationRule in full, as seen from its namespace. */
export function ruleHost(rule: Mapping): string | undefined {
  const host = textOf(mappingOf(rule.spec).host);
  const namespace = textOf(mappingOf(rule.metadata).namespace);
  if (host === undefined || namespace === undefined) return host;
  if (!host.includes('.')) return `${host}.${namespace}.svc.cluster.local`;
  return host.endsWith(`.${namespace}`) || host.endsWith(`.${namespace}.svc`)
    ? `${host.replace(/\.svc$/, '')}.svc.cluster.local`
    : host;
}

/**
 * What bounds the requests to the revisions of a function, as its file says it for all of them: by the first rule that is about one.
 * @param revisions the names that the file gives to revisions
 */
export function saidBounds(
  rules: readonly Mapping[],
  revisions: readonly unknown[],
  namespace: string,
): Said {
  const hosts = revisions.map((revision) => `${String(revision)}.${namespace}.svc.cluster.local`);
  const rule = rules.find((candidate) => hosts.includes(ruleHost(candidate) ?? ''));
  if (rule === undefined) return {};
  const { connectionPool, outlierDetection } = mappingOf(mappingOf(rule.spec).trafficPolicy);
  const { http2MaxRequests, http1MaxPendingRequests } = mappingOf(mappingOf(connectionPool).http);
  return { connectionPool: { http2MaxRequests, http1MaxPendingRequests }, outlierDetection };
}
