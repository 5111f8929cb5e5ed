import { spellRequest } from '../../findings';
import type { GatewayRequest } from '../../routing';

/** Why a text is not a request, and what to write instead. */
export interface RequestProblem {
  readonly problem: string;
}

/** The parts of a request before validation. */
interface Parts {
  readonly method: string;
  /** A whole URL or a path. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The host with precedence over all others. */
  readonly host: string | undefined;
  /** The host if there is no other. */
  readonly usualHost: string | undefined;
  /** The server name of its TLS connection. @default - the URL's host, if it begins with https:, or the request's */
  readonly serverName?: string | undefined;
}

/** A request of the command line. */
export interface CommandRequest {
  readonly url: string;
  readonly method: string | undefined;
  /** The values of `-H`. */
  readonly headers: readonly string[];
  readonly host: string | undefined;
  readonly usualHost: string | undefined;
}

/** Parses a request of the command line. */
export function requestOfCommand(command: CommandRequest): GatewayRequest | RequestProblem {
  const headers: [string, string][] = [];
  for (const header of command.headers) {
    // The name of a pseudo-header, such as `:scheme`, begins with a colon.
    const colon = header.indexOf(':', 1);
    if (colon === -1)
      return { problem: `-H ${JSON.stringify(header)} has no colon: write it as 'name: value'` };
    headers.push([header.slice(0, colon).trim(), header.slice(colon + 1).trim()]);
  }
  return requestOf({ ...command, method: command.method ?? 'GET', headers });
}

/**
 * Returns a request as the words of a command line: `GET http://h.example/x -H 'x-tenant: a'`. Behind `kfaas route`,
 * they ask for the same request again.
 */
export function spellSent(sent: GatewayRequest): string {
  const { method, host, path, headers, scheme = 'http', serverName, port = 443 } = sent;
  if (serverName === undefined || scheme !== 'https') {
    return spellRequest({ method, path: `${scheme}://${host}${path}`, headers, query: {} });
  }
  const authority = port === 443 ? serverName : `${serverName}:${port}`;
  return spellRequest({
    method,
    path: `https://${authority}${path}`,
    headers: { host, ...headers },
    query: {},
  });
}

/** Returns a request of the command line as a JSON line of `--requests`. */
export function jsonOfRequest(
  { method, host, serverName, path, headers }: GatewayRequest,
  isHostless = false,
): string {
  return JSON.stringify({ method, ...(isHostless ? {} : { host }), serverName, path, headers });
}

/** The form of a line of `--requests`. */
const LINE_FORM = '{"method": "GET", "host": "h.example", "path": "/a?b=c", "headers": {"name": "value"}}';

/** Parses a request from a line of JSON. */
export function requestOfLine(
  line: string,
  { host, usualHost }: Pick<CommandRequest, 'host' | 'usualHost'>,
): GatewayRequest | RequestProblem {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return { problem: `not JSON: write ${LINE_FORM}` };
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    return { problem: `not an object: write ${LINE_FORM}` };
  }
  const given = read as Readonly<Record<string, unknown>>;
  const { method = 'GET', path, headers = {} } = given;
  if (typeof method !== 'string') return { problem: '"method" is no text: write it as "GET"' };
  if (typeof path !== 'string') return { problem: '"path" is no text: write it as "/a?b=c"' };
  if (!path.startsWith('/')) {
    return {
      problem: `"path" ${JSON.stringify(path)} does not begin with a slash: the host goes into "host"`,
    };
  }
  if (given.host !== undefined && typeof given.host !== 'string') return { problem: '"host" is no text' };
  const { serverName } = given;
  if (serverName !== undefined && (typeof serverName !== 'string' || !/^[^\s/?#@:]+$/.test(serverName))) {
    return { problem: '"serverName" is no name of a server: write it as "h.example"' };
  }
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    return { problem: '"headers" is no object: write it as {"name": "value"}' };
  }
  const entries = Object.entries(headers as Readonly<Record<string, unknown>>);
  const wrong = entries.find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) return { problem: `the header ${JSON.stringify(wrong[0])} is no text` };
  return requestOf({
    method,
    url: path,
    headers: entries as [string, string][],
    host: given.host,
    usualHost: host ?? usualHost,
    serverName,
  });
}

function requestOf(parts: Parts): GatewayRequest | RequestProblem {
  const { method, url, headers, host, usualHost } = parts;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) {
    return { problem: `${JSON.stringify(method)} is no method: write it as GET` };
  }
  const target = /^(?:(https?):\/\/(?:[^/?#]*@)?([^/?#]*))?(.*)$/is.exec(url);
  const [, scheme, authority, path = ''] = target ?? [];
  if (authority === '') return { problem: `${JSON.stringify(url)} names no host: write http://host/path` };
  if (authority === undefined && !path.startsWith('/')) {
    return { problem: `${JSON.stringify(url)} is no URL: write http://host/path, or /path with --host` };
  }
  const fields = new Map<string, string>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (!/^:?[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
      return { problem: `${JSON.stringify(name)} is no header's name: write the header as 'name: value'` };
    }
    if (lower.startsWith(':') && lower !== ':scheme' && lower !== ':authority') {
      return {
        problem: `the header ${name} cannot be set: set the method with -X and the path in the URL`,
      };
    }
    // Envoy compares several headers of one name as one, joined by commas.
    const before = fields.get(lower);
    fields.set(lower, before === undefined ? value : `${before},${value}`);
  }
  const asked = host ?? fields.get('host') ?? fields.get(':authority') ?? authority ?? usualHost;
  if (asked === undefined) return { problem: `${JSON.stringify(url)} names no host: name it by --host` };
  if (!/^[^\s/?#@]+$/.test(asked)) {
    return { problem: `${JSON.stringify(asked)} is no host: write it without scheme and path, as h.example` };
  }
  const sentScheme = (
    fields.get(':scheme') ??
    scheme ??
    (parts.serverName === undefined ? 'http' : 'https')
  ).toLowerCase();
  // As curl does: the URL says whom to connect to, and a header `Host` what to ask for there.
  const connected = scheme?.toLowerCase() === 'https' && host === undefined ? authority : undefined;
  const serverName = parts.serverName?.toLowerCase() ?? (connected && nameOf(connected));
  for (const name of ['host', ':authority', ':scheme']) fields.delete(name);
  const port = /:(\d{1,5})$/.exec(authority ?? asked)?.[1];
  return {
    method,
    host: asked,
    path: encoded(path.startsWith('/') ? path : `/${path}`),
    headers: Object.fromEntries(fields),
    scheme: sentScheme,
    ...(serverName !== undefined && serverName !== nameOf(asked) && { serverName }),
    port: port === undefined ? (sentScheme === 'https' ? 443 : 80) : Number(port),
  };
}

/** The name of a host, without its port. */
function nameOf(authority: string): string {
  return authority.toLowerCase().replace(/:\d+$/, '');
}

/** Percent-encodes a path as clients do. */
function encoded(path: string): string {
  return path.replace(/[^\x21-\x7e]/gu, (char) =>
    Array.from(Buffer.from(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
