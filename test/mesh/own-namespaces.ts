import { isMapping, listOf } from '../../base';
import type { ContractCase } from '../routing/contract-cases';

/**
 * Moves a case into namespaces of its own, so that many cases fit into one mesh: every namespace gets the same beginning,
 * which leaves their order as it is.
 */
export function inOwnNamespaces(one: ContractCase, beginning: string): ContractCase {
  return {
    ...one,
    gateway: moved(one.gateway),
    virtualServices: one.virtualServices.map((object) => {
      const { metadata, spec, ...rest } = object as {
        readonly metadata: Readonly<Record<string, unknown>>;
        readonly spec: Readonly<Record<string, unknown>>;
      };
      return {
        ...rest,
        metadata: { ...metadata, namespace: `${beginning}${String(metadata.namespace)}` },
        spec: {
          ...spec,
          hosts: listOf(spec.hosts).map((host) => movedHost(String(host))),
          ...(spec.gateways === undefined
            ? {}
            : { gateways: listOf(spec.gateways).map((name) => moved(String(name))) }),
          http: listOf(spec.http).map((rule) => (isMapping(rule) ? movedRule(rule) : rule)),
        },
      };
    }),
    requests: one.requests.map(({ request, answer }) => ({
      request: { ...request, host: movedHost(request.host) },
      answer: answer && { ...answer, virtualService: `${beginning}${answer.virtualService}` },
    })),
  };

  function movedRule(rule: Readonly<Record<string, unknown>>): object {
    if (!Array.isArray(rule.match)) return rule;
    const match = listOf(rule.match).map((each) =>
      isMapping(each) && each.gateways !== undefined
        ? { ...each, gateways: listOf(each.gateways).map((name) => moved(String(name))) }
        : each,
    );
    return { ...rule, match };
  }

  /** A reference to a Gateway, in any of its spellings. */
  function moved(gateway: string): string {
    if (gateway.startsWith('./') || !/[./]/.test(gateway)) return gateway;
    if (gateway.includes('/')) return `${beginning}${gateway}`;
    return gateway.replace('.', `.${beginning}`);
  }

  /** A host that was completed by a namespace. */
  function movedHost(host: string): string {
    return host.replace(/^([^.]+)\.(.*svc\.cluster\.local)/, `$1.${beginning}$2`);
  }
}
