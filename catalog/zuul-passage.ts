import { BROKEN_ESCAPE, type GatewayPassage, type Refusal } from './gateway-passage';

/**
 * The forwarded paths that do not arrive through Zuul as they were sent. What is not regular is left out, so that a path may be none of them and be refused:
 * parameters of dot segments that lead above the root, and those that an escaped semicolon begins.
 *
 * Others arrive that were sent otherwise: `//` of a raw backslash, which no browser sends, and the second of two `;jsessionid=`.
 */
export const CHANGED_BY_ZUUL = [
  '.*(//|\\\\).*',
  '.*([.]|%2[eE]){2}(/|%2[fF]|%5[cC]).*',
  '.*/[.](/.*|[.])?',
  '(?i:.*;jsessionid=.*)',
  BROKEN_ESCAPE,
  '(.*/)?[^;/]*%00.*',
].join('|');

/** What some step may change or refuse. Most targets have nothing of it. */
const NOTABLE = /[^!-~]|[#%;\\]|\/\/|\/\.|\.\.\//;

/**
 * Returns what becomes of a target, a path with its query, at Zuul. Each step is one that the real program takes with the rendered
 * configuration (Spring Cloud Netflix Zuul 2.2.9, Spring 5.2.15, Tomcat 9.0.46); the test has what was measured on it. The
 * query passes as it is.
 */
export function throughZuul(target: string, prefix: string): GatewayPassage {
  if (target.startsWith(prefix) && !NOTABLE.test(target)) return { arrives: target };
  const [sent = ''] = target.split('?', 1);
  const refusal = refusedAsTarget(target) ?? refusedByTomcat(sent);
  if (refusal !== undefined) return refusal;
  const path = withoutSessionId(sent).replace(/\/{2,}/g, '/');
  if (isInsecure(path)) return { refused: 500, reason: 'Zuul takes no ../, percent-encoded or not' };
  if (!`${path}/`.startsWith(prefix)) {
    const reason = `it forwards ${prefix}** alone, and compares the path before it is decoded`;
    if (isUnanswered(path)) return { refused: 200, reason: `${reason}; its answer is empty` };
    return { refused: 404, reason };
  }
  return { arrives: cleaned(path) + target.slice(sent.length) };
}

/** Tomcat reads the request's first line (HttpParser.isNotRequestTarget, with `relaxed-path-chars` and `relaxed-query-chars`). */
function refusedAsTarget(target: string): Refusal | undefined {
  if (target.includes('#'))
    return { refused: 400, reason: 'Tomcat takes no #, unless it is percent-encoded' };
  if (!/[^!-~]/.test(target)) return undefined;
  return { refused: 400, reason: 'Tomcat takes no bytes outside of ASCII, unless they are percent-encoded' };
}

/** Tomcat decodes the path without its parameters, and resolves it, before anyone asks for it (CoyoteAdapter). */
function refusedByTomcat(sent: string): Refusal | undefined {
  const path = sent.replace(/;[^/]*/g, '');
  if (/%(?![0-9a-f]{2})/i.test(path)) {
    return { refused: 400, reason: 'Tomcat takes no % without two hexadecimal digits' };
  }
  if (path.includes('%00')) return { refused: 400, reason: 'Tomcat takes no %00' };
  let depth = 0;
  for (const segment of path
    .replace(/%2e/gi, '.')
    .replace(/\\|%2f|%5c/gi, '/')
    .split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return { refused: 400, reason: 'Tomcat takes no path that leads above the root' };
  }
  return undefined;
}

/** Spring cuts the first `;jsessionid=` out, whatever else stays (UrlPathHelper.removeJsessionid). */
function withoutSessionId(path: string): string {
  return path.replace(/;jsessionid=[^;/]*/i, '');
}

/** Whether Zuul takes a path for one that leads out of its folder (PreDecorationFilter.insecurePath). */
function isInsecure(path: string): boolean {
  // In a parameter, where Tomcat does not look, it cannot be decoded here: an error, too.
  if (/%(?![0-9a-f]{2})/i.test(path)) return true;
  const decoded = path
    .replace(/%2e/gi, '.')
    .replace(/%2f/gi, '/')
    .replace(/%5c/gi, '\\')
    .replace(/%3b/gi, ';');
  return [decoded, withoutSessionId(decoded)].some((text) => /\.\.[/\\]/.test(text));
}

/**
 * Whether nobody answers a path without a route, so that its answer is an empty 200. Zuul hands such a path on inside of Tomcat, which
 * normalizes it, decodes it, and takes none that is not normal any more (ApplicationContext.getRequestDispatcher): `/a%2F%2Fb`, `/%2e/a`, `/%5C`.
 */
function isUnanswered(path: string): boolean {
  const decoded = cleaned(path.replace(/;[^/]*/g, '').replace(/[/\\]+/g, '/'))
    .replace(/%2e/gi, '.')
    .replace(/%2f/gi, '/')
    .replace(/%5c/gi, '\\');
  return /\\|\/\/|\/\.{1,2}(\/|$)/.test(decoded);
}

/** A path as Zuul sends it: backslashes are slashes, and dot segments are resolved (StringUtils.cleanPath). */
function cleaned(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  if (!/\/\.{1,2}(\/|$)/.test(slashed)) return slashed;
  const kept: string[] = [];
  for (const segment of slashed.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
