import { Option, type Command } from 'commander';
import { ENVIRONMENTS } from '../environments';
import { inOrder, renderHuman, summary } from '../findings';
import { prepare } from '../main';
import { ROUTING_RULES_RANGE } from '../platform';
import { clusterNameProblem } from './cluster-name';
import { mayColor } from './color';
import { environmentSource } from './environment-source';
import { EXIT } from './exit';
import { catalogHosts, type CatalogHost } from '../explain-catalog';
import { ANY_HOST, linesEverywhere, spellEverywhere, verdictsEverywhere } from './route-everywhere';
import { answerByFolder } from './route-folder';
import { usageProblem, type Fail, type RouteOptions } from './route-options';
import { jsonOfRequest, requestOfCommand, requestOfLine } from './route-request';
import { answerRequests } from './route-requests';

const EXAMPLES = `
Examples:
  $ kfaas route /faas/api/saas/showroom/                                  its way in every cluster, by the catalog
  $ kfaas route /faas/api/saas/showroom/ --cluster prod-us                in one cluster
  $ kfaas route --requests requests.jsonl -o json                         many requests, one answer a line
  $ kfaas route http://h.example/faas/api/x?y=1 --manifests manifests/    by the manifests of a folder
  $ kfaas route -X POST -H 'x-tenant: a' /faas/api/x --host h.example --manifests manifests/
  $ kfaas route /faas/api/x --manifests manifests/ --istio 1.22.3         by the rules of that Istio version
`;

/** Adds `kfaas route`, which shows which route answers a request. */
export function addRoute(program: Command, exit: (code: number) => void): void {
  program
    .command('route')
    .summary('show which route answers a request')
    .description(
      'Shows the way of a request through every cluster, by the catalog as it stands, or through a folder of manifests: the route that answers, where the request goes, and the routes that match it too. With --requests, answers one JSON object a line: {"method", "host", "path", "headers"}.',
    )
    .argument('[url]', 'http://host/path?query, or /path?query')
    .option('-X, --request <method>', 'the method (default: GET)')
    .option('-H, --header <header>', "a header, as 'name: value'; as often as needed", gather)
    .option('--functions <folder>', 'the function catalog (default: "functions")')
    .option('--cluster <name>', 'this cluster alone (default: all)')
    .option('--manifests <folder>', 'a folder of manifests, whoever wrote them, instead of the catalog')
    .option('--host <host>', "the host, instead of the URL's (default: every one, or the folder's only one)")
    .option('--gateway <gateway>', 'with --manifests, this Gateway alone, as namespace/name, or mesh')
    .option(
      '--istio <version>',
      `with --manifests, the Istio version whose rules hold (default: ${ROUTING_RULES_RANGE.newest})`,
    )
    .option('--requests <file>', 'a file of requests, or - for standard input')
    .addOption(
      new Option('-o, --output-format <format>', 'how answers are written')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action((url: string | undefined, options: RouteOptions, command: Command) => {
      const fail: Fail = (problem) => command.error(`error: ${problem}`);
      const problem = usageProblem(url, options);
      if (problem !== undefined) fail(problem);
      const answer = options.manifests === undefined ? answerByCatalog : answerByFolder;
      exit(answer(url ?? '', options, fail));
    });
}

function gather(header: string, before: readonly string[] = []): readonly string[] {
  return [...before, header];
}

/** Answers by the catalog, on every cluster; gives the exit code. */
function answerByCatalog(url: string, options: RouteOptions, fail: Fail): number {
  const { cluster, functions = 'functions', requests } = options;
  const unknown = cluster === undefined ? undefined : clusterNameProblem(cluster);
  if (unknown !== undefined) return fail(unknown);
  const { checked, ready } = prepare({ environments: ENVIRONMENTS, functions, environmentSource });
  if (ready === undefined) {
    const { findings, source } = checked;
    const shown = renderHuman(inOrder(findings), { color: mayColor(process.stderr), source });
    process.stderr.write(`${shown}\n${summary(findings)}\nNo answer: the catalog has errors.\n`);
    return EXIT.findings;
  }
  const hosts = catalogHosts(ready, checked.source, cluster);
  return requests === undefined
    ? answerOne(url, options, hosts, fail)
    : answerMany(requests, options, hosts, fail);
}

function answerOne(url: string, options: RouteOptions, hosts: readonly CatalogHost[], fail: Fail): number {
  const { request: method, header: headers = [], host } = options;
  const sent = requestOfCommand({ url, method, headers, host, usualHost: ANY_HOST });
  if ('problem' in sent) return fail(sent.problem);
  const { text, matched } =
    options.outputFormat === 'json'
      ? linesEverywhere(jsonOfRequest(sent, sent.host === ANY_HOST), sent, hosts)
      : spellEverywhere(sent, hosts, mayColor(process.stdout));
  process.stdout.write(text);
  return matched ? EXIT.clean : EXIT.findings;
}

function answerMany(file: string, options: RouteOptions, hosts: readonly CatalogHost[], fail: Fail): number {
  const isJson = options.outputFormat === 'json';
  const exit = answerRequests(file, isJson, (given) => {
    const sent = requestOfLine(given, { host: options.host, usualHost: ANY_HOST });
    if ('problem' in sent) return sent;
    return isJson ? linesEverywhere(given, sent, hosts).text : verdictsEverywhere(sent, hosts);
  });
  return typeof exit === 'number' ? exit : fail(exit.problem);
}
