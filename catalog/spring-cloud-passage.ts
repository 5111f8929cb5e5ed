import { BROKEN_ESCAPE, type GatewayPassage, type Refusal } from './gateway-passage';

/** What a path has, by RFC 3986, as the inside of a class of a regex that ends with a hyphen. */
const PATH = "A-Za-z0-9._~!$&'()*+,;=:@/%";

/** The paths that do not arrive through Spring Cloud Gateway as they were sent. */
export const CHANGED_BY_SPRING_CLOUD_GATEWAY = ['.*//.*', `.*[^${PATH}-].*`, BROKEN_ESCAPE].join('|');

/** What `java.net.URI` takes in no path, and in nothing behind it: there it takes brackets. Letters need not be ASCII. */
const OTHER = {
  path: new RegExp(`[^${PATH}\\u00a1-\\uffff-]`),
  behind: new RegExp(`[^${PATH}?[\\]\\u00a1-\\uffff-]`),
};

/** A target that no step changes or refuses, unless it has `//`. Most are of this form. */
const PLAIN = /^[A-Za-z0-9._~/-]*$/;

/** A target in its parts. */
interface Parts {
  readonly path: string;
  /** @default - there is no `?` */
  readonly query?: string;
  /** @default - there is no `#` */
  readonly fragment?: string;
}

/** A parameter of a query. */
interface Parameter {
  readonly name: string;
  /** Whether a `=` follows the name. */
  readonly assigns: boolean;
  readonly value: string;
}

/**
 * Returns what becomes of a target, a path with its query, at Spring Cloud Gateway. Each step is one that the real program
 * takes with the rendered configuration (Spring Cloud Gateway 4.3.0, Spring 6.2.12, Reactor Netty 1.2.11); the test has what was measured
 * on it. Dot segments pass as they are.
 */
export function throughSpringCloudGateway(target: string, prefix: string): GatewayPassage {
  if (target.startsWith(prefix) && PLAIN.test(target) && !target.includes('//')) {
    return { arrives: target };
  }
  const parts = partsOf(target);
  const refusal = refusedAsUri(parts);
  if (refusal !== undefined) return refusal;
  if (!isForwarded(parts.path, prefix)) {
    return {
      refused: 404,
      reason: `it forwards ${prefix}** alone, with one slash between folders`,
    };
  }
  const parameters = parametersOf(parts.query ?? '');
  const path = parts.path.replace(/\/{2,}/g, '/');
  const built = path + (parameters.length === 0 ? '' : `?${grouped(parameters)}`);
  return { arrives: escaped(isEscapedAgain(parts, parameters) ? built.replaceAll('%', '%25') : built) };
}

function partsOf(target: string): Parts {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(target) ?? [];
  return { path, query, fragment };
}

/** It reads the target as a `java.net.URI`. */
function refusedAsUri({ path, query = '', fragment = '' }: Parts): Refusal | undefined {
  const texts = [
    ['path', path, OTHER.path],
    ['query', query, OTHER.behind],
    ['fragment', fragment, OTHER.behind],
  ] as const;
  for (const [part, text, other] of texts) {
    if (/%(?![0-9a-f]{2})/i.test(text)) {
      return { refused: 400, reason: 'Spring Cloud Gateway takes no % without two hexadecimal digits' };
    }
    const [found] = other.exec(text) ?? [];
    if (found === undefined) continue;
    const named = /[!-~]/.test(found) ? found : 'control character';
    const reason = `Spring Cloud Gateway takes no ${named} in a ${part}, unless it is percent-encoded`;
    return { refused: 400, reason };
  }
  return undefined;
}

/** Compares folders when they are decoded, without their parameters (PathPattern). */
function isForwarded(path: string, prefix: string): boolean {
  const folders = prefix.split('/').slice(1, -1);
  const [, ...segments] = path.split('/');
  return folders.every((folder, index) => {
    const [name = ''] = (segments[index] ?? '').split(';', 1);
    return (
      folder === name.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
    );
  });
}

/** Reads parameters as UriComponentsBuilder does: what has no name is left out. */
function parametersOf(query: string): Parameter[] {
  return Array.from(query.matchAll(/([^&=]+)(=?)([^&]*)/g), ([, name = '', sign, value = '']) => {
    return { name, assigns: sign !== '', value };
  });
}

/** A query in which the parameters of one name are side by side, where the first of them was. */
function grouped(parameters: readonly Parameter[]): string {
  const byName = new Map<string, string[]>();
  for (const { name, assigns, value } of parameters) {
    const texts = byName.get(name) ?? [];
    byName.set(name, texts);
    texts.push(name + (assigns ? '=' : '') + value);
  }
  return [...byName.values()].flat().join('&');
}

/**
 * Whether each `%` is escaped once more. A target with `%` is taken for one that is not escaped as soon as something in it is not as
 * RFC 3986 and Spring have it: a bracket or a letter outside of ASCII, or a `=` in a parameter's value
 * (ServerWebExchangeUtils.containsEncodedParts, HierarchicalUriComponents.verify).
 */
function isEscapedAgain(
  { path, query = '', fragment = '' }: Parts,
  parameters: readonly Parameter[],
): boolean {
  if (!path.includes('%') && !query.includes('%')) return false;
  if (/[^!-~]/.test(path) || /[^!-~]|[[\]]/.test(query + fragment)) return true;
  return parameters.some(({ value }) => value.includes('='));
}

/** Escapes what is not ASCII, as UTF-8. */
function escaped(target: string): string {
  return target.replace(/[^\u0000-\u007f]/gu, (char) =>
    Array.from(Buffer.from(char), (byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
  );
}
