import { meshConfigOption } from '../project';
import { Option, type Command } from 'commander';
import { ROUTING_RULES_RANGE } from '../../platform';
import { answerByCatalog } from './catalog';
import { addLiveOptions, gather, isLive } from '../live';
import { answerByFolder } from './folder';
import { answerLive } from './live';
import { requestWords, usageProblem, type Fail, type RouteOptions } from './options';

const EXAMPLES = `
Examples:
  $ kfaas route /faas/api/saas/showroom/                                  in every cluster of the catalog
  $ kfaas route /faas/api/saas/showroom/ --cluster prod-us                in one cluster
  $ kfaas route --live /faas/api/saas/showroom/ --cluster prod-us         who answers now, whether git says the same, and why not
  $ kfaas route GET /faas/api/x -H 'x-tenant: a'                          a request as other commands show it
  $ kfaas route --requests requests.jsonl -o json                         many requests, one answer per line
  $ kfaas route http://h.example/faas/api/x?y=1 --manifests manifests/    in a folder of manifests
  $ kfaas route https://a.example/ -H 'Host: b.example' --manifests mesh.yaml   by HTTPS for a.example, another host asked
  $ kfaas route -X POST -H 'x-tenant: a' /faas/api/x --host h.example --manifests manifests/
  $ kfaas route /faas/api/x --manifests manifests/ --istio 1.22.3         by the rules of that Istio version
`;

/** Adds `kfaas route`, which shows which route answers a request. */
export function addRoute(program: Command, exit: (code: number) => void): void {
  const route = program
    .command('route')
    .summary('show which route answers a request')
    .description(
      'Shows which route answers a request, its destinations, the other routes that match, the contact of the team, and the last commits that changed the function. Reads the catalog for every cluster, or a folder of manifests. Where the catalog has errors, reads what was rendered last into dist/, and says so. With --requests, reads one JSON object per line: {"method", "host", "path", "headers"}, and "serverName" for HTTPS.',
    )
    .argument('[request...]', 'http://host/path?query, or /path?query; a method may precede it')
    .option('-X, --request <method>', 'the method (default: GET)')
    .option('-H, --header <header>', "a header, as 'name: value'; repeatable", gather)
    .option('--functions <folder>', 'the function catalog (default: "functions")')
    .option('--cluster <name>', 'only this cluster (default: all)')
    .option(
      '--manifests <path>',
      'ask manifests instead of the catalog: a folder, a file, or - for standard input; may be repeated',
      gather,
    )
    .option('--namespace <namespace>', 'with --manifests, the namespace of objects that name none')
    .addOption(meshConfigOption())
    .option('--host <host>', "the host, instead of the URL's (default: all, or the only host of the folder)")
    .option('--gateway <gateway>', 'with --manifests, only this Gateway, as namespace/name, or mesh')
    .option(
      '--istio <version>',
      `with --manifests, the Istio version (default: ${ROUTING_RULES_RANGE.newest})`,
    )
    .option('--requests <file>', 'a file of requests, or - for standard input');
  addLiveOptions(route)
    .addOption(
      new Option('-o, --output-format <format>', 'the output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('before', EXAMPLES)
    .action(async (words: readonly string[], given: RouteOptions, command: Command) => {
      const fail: Fail = (problem) => command.error(`error: ${problem}`);
      const named = requestWords(words, given);
      if ('problem' in named) return fail(named.problem);
      const { url, options } = named;
      const problem = usageProblem(url, options);
      if (problem !== undefined) fail(problem);
      if (isLive(options)) {
        exit(await answerLive(url ?? '', options, fail));
        return;
      }
      const answer = options.manifests === undefined ? answerByCatalog : answerByFolder;
      exit(answer(url ?? '', options, fail));
    });
}
