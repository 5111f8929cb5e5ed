import type { GatewayRequest } from '../routing';

/** Why a text is no request: what is wrong and what to write instead. */
export interface RequestProblem {
  readonly problem: string;
}

/** What a request is made of, before it is checked. */
interface Parts {
  readonly method: string;
  /** A whole URL or a path. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The host that comes before all others. */
  readonly host: string | undefined;
  /** The host where none is named. */
  readonly usualHost: string | undefined;
}

/** A request of the command line. */
export interface CommandRequest {
  readonly url: string;
  readonly method: string | undefined;
  /** As `-H` has them. */
  readonly headers: readonly string[];
  readonly host: string | undefined;
  readonly usualHost: string | undefined;
}

/** Makes a request of what the command line says. */
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

/** A request of the command line as JSON, as a line of `--requests` would have it. */
export function jsonOfRequest({ method, host, path, headers }: GatewayRequest, isHostless = false): string {
  return JSON.stringify({ method, ...(isHostless ? {} : { host }), path, headers });
}

/** How a line of `--requests` is written. */
const LINE_FORM = '{"method": "GET", "host": "h.example", "path": "/a?b=c", "headers": {"name": "value"}}';

/** Makes a request of a line of JSON. */
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
  });
}

function requestOf({ method, url, headers, host, usualHost }: Parts): GatewayRequest | RequestProblem {
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
        problem: `the header ${name} cannot be set: the method and the path have places of their own`,
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
  const sentScheme = (fields.get(':scheme') ?? scheme ?? 'http').toLowerCase();
  for (const name of ['host', ':authority', ':scheme']) fields.delete(name);
  const port = /:(\d{1,5})$/.exec(authority ?? asked)?.[1];
  return {
    method,
    host: asked,
    path: encoded(path.startsWith('/') ? path : `/${path}`),
    headers: Object.fromEntries(fields),
    scheme: sentScheme,
    port: port === undefined ? (sentScheme === 'https' ? 443 : 80) : Number(port),
  };
}

/** A path as clients send it: what a path cannot have is percent-encoded. */
function encoded(path: string): string {
  return path.replace(/[^\x21-\x7e]/gu, (char) =>
    Array.from(Buffer.from(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
