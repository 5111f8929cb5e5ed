import { meshSettings } from '../project';
import { answerLine, readRoutes, type RouteBook } from '../../app';
import { renderHuman } from '../../findings';
import { inputProblem } from '../../manifests';
import { ROUTING_RULES_RANGE } from '../../platform';
import { EXIT, mayColor } from '../terminal';
import type { Fail, RouteOptions } from './options';
import { jsonOfRequest, requestOfCommand, requestOfLine } from './request';
import { answerRequests } from './requests';
import { spellWays } from './text';
import { spellVerdicts } from './verdict';

/** The maximum number of findings beside the answer. */
const FINDINGS_LIMIT = 3;

/** Answers from the VirtualServices of a folder. Returns the exit code. */
export function answerByFolder(url: string, options: RouteOptions, fail: Fail): number {
  const book = bookOf(options, fail);
  const { requests } = options;
  return requests === undefined
    ? answerOne(url, options, book, fail)
    : answerMany(requests, options, book, fail);
}

/** Reads the manifests and writes their findings to standard error. */
function bookOf(
  { manifests = [], istio, gateway, namespace, meshConfig }: RouteOptions,
  fail: Fail,
): RouteBook {
  const missing = inputProblem(manifests);
  if (missing !== undefined) return fail(missing);
  const mesh = meshSettings(meshConfig, fail);
  const names = manifests.join(' ');
  const book = readRoutes(manifests, istio ?? ROUTING_RULES_RANGE.newest, {
    namespace,
    mesh,
    services: true,
  });
  if (book === undefined) {
    const { oldest, newest } = ROUTING_RULES_RANGE;
    return fail(`"${istio ?? ''}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`);
  }
  const { findings, router } = book;
  if (findings.length > 0) {
    const color = mayColor(process.stderr);
    const more = findings.length - FINDINGS_LIMIT;
    const rest = more > 0 ? `${more} more: kfaas check --manifests ${names}\n` : '';
    process.stderr.write(`${renderHuman(findings.slice(0, FINDINGS_LIMIT), { color })}${rest}`);
  }
  if (router.hosts.length === 0)
    return fail(`${names} has no VirtualService with a host: name another folder`);
  if (gateway !== undefined && !router.gateways.includes(gateway)) {
    return fail(
      `no VirtualService is bound to the gateway ${gateway}: choose one of ${router.gateways.join(', ')}`,
    );
  }
  return book;
}

/** Returns the host of requests without a host. */
function usualHostOf({ router: { hosts } }: RouteBook): string | undefined {
  const [only] = hosts;
  return hosts.length === 1 && only?.startsWith('*') === false ? only : undefined;
}

function answerOne(url: string, options: RouteOptions, book: RouteBook, fail: Fail): number {
  const usualHost = usualHostOf(book);
  const { request: method, header: headers = [], host, gateway } = options;
  const sent = requestOfCommand({ url, method, headers, host, usualHost });
  if ('problem' in sent) {
    const hosts = book.router.hosts.slice(0, 5).join(', ');
    return fail(sent.problem + (sent.problem.endsWith('--host') ? `, such as ${hosts}` : ''));
  }
  if (url.startsWith('/') && host === undefined && sent.host === usualHost) {
    process.stderr.write(`host: ${usualHost}, the only one of these VirtualServices\n`);
  }
  const ways = book.router.ways(sent, gateway);
  if (options.outputFormat === 'json') {
    process.stdout.write(`${answerLine(jsonOfRequest(sent), ways, book)}\n`);
  } else {
    process.stdout.write(spellWays(sent, ways, book, mayColor(process.stdout)));
  }
  return ways.some(({ matches }) => matches.length > 0) ? EXIT.clean : EXIT.findings;
}

function answerMany(file: string, options: RouteOptions, book: RouteBook, fail: Fail): number {
  const isJson = options.outputFormat === 'json';
  const hosts = { host: options.host, usualHost: usualHostOf(book) };
  const exit = answerRequests(file, isJson, (given) => {
    const sent = requestOfLine(given, hosts);
    if ('problem' in sent) return sent;
    const ways = book.router.ways(sent, options.gateway);
    return isJson ? `${answerLine(given, ways, book)}\n` : spellVerdicts(sent, ways, book);
  });
  return typeof exit === 'number' ? exit : fail(exit.problem);
}
