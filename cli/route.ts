import { Option, type Command } from 'commander';
import { answerLine, answersDiffer, readRoutes, type RouteBook } from '../explain-route';
import { ENVIRONMENTS } from '../environments';
import { renderHuman } from '../findings';
import { ROUTING_RULES_RANGE } from '../platform';
import { mayColor } from './color';
import { EXIT } from './exit';
import { lineChunks } from './request-lines';
import { requestOfCommand, requestOfLine } from './route-request';
import { routeEverywhere } from './route-everywhere';
import { spellVerdict, spellWays } from './route-text';

const EXAMPLES = `
Examples:
  $ kfaas route /faas/api/saas/showroom/                                  its way in every cluster, by dist/
  $ kfaas route http://h.example/faas/api/x?y=1 --manifests manifests/    the whole way of a request
  $ kfaas route -X POST -H 'x-tenant: a' /faas/api/x --host h.example --manifests manifests/
  $ kfaas route /faas/api/x --manifests manifests/ --istio 1.22.3         by the rules of that Istio version
  $ kfaas route --requests requests.jsonl --manifests manifests/ -o json  many requests, one answer a line
`;

/** Most things in the manifests that are told beside the answer. */
const FINDINGS_LIMIT = 3;

interface Options {
  readonly request?: string;
  readonly header?: readonly string[];
  readonly manifests?: string;
  readonly host?: string;
  readonly gateway?: string;
  readonly istio?: string;
  readonly output: string;
  readonly requests?: string;
  readonly outputFormat: 'human' | 'json';
}

/** Where a command says what went wrong in its usage, and ends. */
type Fail = (problem: string) => never;

/** Adds `kfaas route`, which shows which route answers a request. */
export function addRoute(program: Command, exit: (code: number) => void): void {
  program
    .command('route')
    .summary('show which route answers a request')
    .description(
      'Shows the way of a request through the VirtualServices of every cluster, as rendered, or of a folder: the route that answers, where the request goes, and the routes that match it too. With --requests, answers one JSON object a line: {"method", "host", "path", "headers"}.',
    )
    .argument('[url]', 'http://host/path?query, or /path?query')
    .option('-X, --request <method>', 'the method (default: GET)')
    .option('-H, --header <header>', "a header, as 'name: value'; as often as needed", gather)
    .option('--manifests <folder>', 'a folder of manifests, whoever wrote them, instead of dist/')
    .option('--host <host>', "the host, instead of the URL's (default: the folder's only one)")
    .option('--gateway <gateway>', 'this Gateway alone, as namespace/name, or mesh (default: all)')
    .option(
      '--istio <version>',
      `with --manifests, the Istio version whose rules hold (default: ${ROUTING_RULES_RANGE.newest})`,
    )
    .option('--output <folder>', 'without --manifests, where the rendered manifests are', 'dist')
    .option('--requests <file>', 'a file of requests, or - for standard input')
    .addOption(
      new Option('-o, --output-format <format>', 'how answers are written')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action((url: string | undefined, options: Options, command: Command) => {
      const fail: Fail = (problem) => command.error(`error: ${problem}`);
      const problem = usageProblem(url, options);
      if (problem !== undefined) fail(problem);
      if (options.manifests === undefined) {
        exit(answerEverywhere(url ?? '', options, fail));
        return;
      }
      const book = bookOf(options, fail);
      const { requests } = options;
      exit(
        requests === undefined
          ? answerOne(url ?? '', options, book, fail)
          : answerMany(requests, options, book, fail),
      );
    });
}

function gather(header: string, before: readonly string[] = []): readonly string[] {
  return [...before, header];
}

function usageProblem(url: string | undefined, options: Options): string | undefined {
  const { requests, manifests, request, header } = options;
  if (manifests === undefined) {
    if (requests !== undefined) return '--requests goes with --manifests: name the folder of one cluster';
    if (options.outputFormat === 'json')
      return '-o json goes with --manifests: name the folder of one cluster';
    if (options.istio !== undefined || options.gateway !== undefined) {
      return "--istio and --gateway go with --manifests: environments/ says each cluster's";
    }
  }
  if (manifests === '') return '--manifests names no folder';
  if (requests === '') return '--requests names no file; - stands for standard input';
  if (options.host === '') return '--host names no host';
  if (url === undefined && requests === undefined) return 'name a URL, or a file of requests by --requests';
  if (requests === undefined) return undefined;
  if (url !== undefined) return 'name either a URL or --requests, not both';
  if (request !== undefined) return '-X goes with a URL: in --requests, each line has its "method"';
  return header !== undefined ? '-H goes with a URL: in --requests, each line has its "headers"' : undefined;
}

/** Reads the manifests; what is amiss in them is told on standard error. */
function bookOf(options: Options, fail: Fail): RouteBook {
  const { manifests = '', istio = ROUTING_RULES_RANGE.newest, gateway } = options;
  const book = readRoutes(manifests, istio);
  if (book === undefined) {
    const { oldest, newest } = ROUTING_RULES_RANGE;
    return fail(`"${istio}" is not an Istio version that KFaas knows: ${oldest} to ${newest}`);
  }
  const { findings, router } = book;
  if (findings.length > 0) {
    const color = mayColor(process.stderr);
    const more = findings.length - FINDINGS_LIMIT;
    const rest = more > 0 ? `${more} more: kfaas check --manifests ${manifests}\n` : '';
    process.stderr.write(`${renderHuman(findings.slice(0, FINDINGS_LIMIT), { color })}${rest}`);
  }
  if (router.hosts.length === 0)
    return fail(`${manifests} has no VirtualService with a host: name another folder`);
  if (gateway !== undefined && !router.gateways.includes(gateway)) {
    return fail(
      `no VirtualService is bound to the gateway ${gateway}: name one of ${router.gateways.join(', ')}`,
    );
  }
  return book;
}

/** The host of requests that name none. */
function usualHostOf({ router: { hosts } }: RouteBook): string | undefined {
  const [only] = hosts;
  return hosts.length === 1 && only?.startsWith('*') === false ? only : undefined;
}

function answerOne(url: string, options: Options, book: RouteBook, fail: Fail): number {
  const usualHost = usualHostOf(book);
  const { request: method, header, host, gateway } = options;
  const sent = requestOfCommand({ url, method, headers: header ?? [], host, usualHost });
  if ('problem' in sent) {
    const hosts = book.router.hosts.slice(0, 5).join(', ');
    return fail(sent.problem + (sent.problem.endsWith('--host') ? `, such as ${hosts}` : ''));
  }
  if (url.startsWith('/') && host === undefined && sent.host === usualHost) {
    process.stderr.write(`host: ${usualHost}, the only one of these VirtualServices\n`);
  }
  const ways = book.router.ways(sent, gateway);
  if (options.outputFormat === 'json') {
    const { method: sentMethod, host: sentHost, path, headers } = sent;
    const given = JSON.stringify({ method: sentMethod, host: sentHost, path, headers });
    if (answersDiffer(ways, book)) tellDifference(ways[0]?.table.gateway);
    process.stdout.write(`${answerLine(given, ways, book)}\n`);
  } else {
    const color = mayColor(process.stdout);
    process.stdout.write(spellWays(sent, ways, book, color));
  }
  return ways.some(({ matches }) => matches.length > 0) ? EXIT.clean : EXIT.findings;
}

function answerEverywhere(url: string, options: Options, fail: Fail): number {
  const { request: method, header: headers = [], host, output } = options;
  const color = mayColor(process.stdout);
  const answer = routeEverywhere({ url, method, headers, host }, ENVIRONMENTS, output, color);
  if ('problem' in answer) return fail(answer.problem);
  const { text, matched, unrendered } = answer;
  if (text === '' && unrendered.length > 0) {
    return fail(`${output} has no rendered routes: run kfaas synth, or name a folder by --manifests`);
  }
  if (unrendered.length > 0) {
    process.stderr.write(`${output} has no routes of ${unrendered.join(', ')}: render them by kfaas synth\n`);
  }
  process.stdout.write(text === '' ? 'No cluster serves that host\n' : text);
  return matched ? EXIT.clean : EXIT.findings;
}

function answerMany(file: string, options: Options, book: RouteBook, fail: Fail): number {
  const isJson = options.outputFormat === 'json';
  const hosts = { host: options.host, usualHost: usualHostOf(book) };
  const told = { answers: 0, wrong: 0, differ: false };
  let number = 0;
  try {
    for (const lines of lineChunks(file)) {
      let text = '';
      for (const line of lines) {
        number += 1;
        const given = (number === 1 ? line.replace(/^\uFEFF/, '') : line).trim();
        if (given !== '') text += `${answer(given)}\n`;
      }
      process.stdout.write(text);
      // Whoever reads the answers has stopped reading.
      if (process.stdout.errored !== null) break;
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return fail(`--requests ${file} cannot be read: ${error.message}`);
  }
  if (told.answers + told.wrong === 0) process.stderr.write(`${file} has no requests\n`);
  return told.wrong > 0 ? EXIT.failed : EXIT.clean;

  function answer(given: string): string {
    const sent = requestOfLine(given, hosts);
    if ('problem' in sent) {
      told.wrong += 1;
      const error = `line ${number}: ${sent.problem}`;
      return isJson ? JSON.stringify({ request: null, error }) : `error: ${error}`;
    }
    told.answers += 1;
    const ways = book.router.ways(sent, options.gateway);
    if (!told.differ && answersDiffer(ways, book)) {
      told.differ = true;
      tellDifference(ways[0]?.table.gateway);
    }
    return isJson ? answerLine(given, ways, book) : spellVerdict(sent, ways[0], book);
  }
}

function tellDifference(gateway = ''): void {
  process.stderr.write(
    `Gateways answer differently: these are the answers of ${gateway}; name another by --gateway\n`,
  );
}
