import { isMapping } from '../../base';
import { GATEWAY_LABELS } from './envoy-bootstrap';
import { freePorts } from './free-ports';
import { sendRaw } from './raw-request';
import { settled } from './settled';

/** A mesh in namespaces `<name>-…`, with ports of this machine for 80 and 8080. */
export function placed(
  {
    gateways,
    virtualServices,
  }: {
    readonly gateways: readonly { readonly spec: { readonly servers: readonly object[] } }[];
    readonly virtualServices: readonly object[];
  },
  name: string,
  ports: ReadonlyMap<number, number>,
): object[] {
  return [
    ...gateways.map((gateway) => {
      const servers = gateway.spec.servers.map((server) => ({ ...server, bind: '127.0.0.1' }));
      return { ...gateway, spec: { selector: GATEWAY_LABELS, servers } };
    }),
    ...virtualServices,
  ].map((object) => moved(object) as object);

  /** Names of namespaces are one letter, in front of a slash or alone. */
  function moved(value: unknown, field = ''): unknown {
    if (Array.isArray(value)) return value.map((entry: unknown) => moved(entry, field));
    if (typeof value === 'number') return ports.get(value) ?? value;
    if (typeof value === 'string') {
      if (field === 'namespace') return `${name}-${value}`;
      return field === 'gateways' || field === 'hosts' ? value.replace(/^([a-z])\//, `${name}-$1/`) : value;
    }
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, key)]));
  }
}

/** The answer where nothing listens, or nothing for the server name. */
export const NO_LISTENER = 'no listener';

/** The answer of a server that redirects to HTTPS. */
export const REDIRECT = 'redirect';

/** The answer of a service that nobody stands for. */
export const NO_UPSTREAM = 'no upstream';

/** Asks until the answer is an expected one, or stays another. */
export function settledAnswer(
  port: number,
  request: Parameters<typeof sendRaw>[1],
  isExpected: (answer: string | undefined) => boolean,
): Promise<string | undefined> {
  return settled(async () => {
    try {
      const { status, body } = await sendRaw(port, request);
      return status === 404 ? undefined : status === 301 ? REDIRECT : status === 503 ? NO_UPSTREAM : body;
    } catch {
      return NO_LISTENER;
    }
  }, isExpected);
}

/** Ports that no earlier batch had, whose listeners Envoy may still drain. */
export async function unusedPorts(count: number, used: Set<number>): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    for (const port of await freePorts(count)) {
      if (used.has(port) || ports.length === count) continue;
      used.add(port);
      ports.push(port);
    }
  }
  return ports;
}
