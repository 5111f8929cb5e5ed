import pc from 'picocolors';
import {
  answerLine,
  diagnoseLive,
  liveHosts,
  routeOwners,
  type LiveDiagnosis,
  type LiveHost,
  type OpenedLive,
  type OwnerOf,
} from '../../app';
import { readTeams } from '../../catalog';
import { renderHuman } from '../../findings';
import type { GatewayRequest } from '../../routing';
import { openClusters } from '../live';
import { EXIT, mayColor } from '../terminal';
import { ANY_HOST, answersOf, beforeOf, type Answer } from './everywhere';
import type { Fail, RouteOptions } from './options';
import { jsonOfRequest, requestOfCommand } from './request';
import { spellWays } from './text';
import { printable } from './verdict';

/** The folder of the manifests that git has. */
const RENDERED = 'dist';

/** Most commits that are shown for the function that answers. */
const COMMITS = 3;

/** An answer of a cluster, and what is to be said of it. */
interface LiveAnswered {
  readonly at: LiveHost;
  readonly answer: Answer;
  readonly diagnosis: LiveDiagnosis;
}

/** Answers from clusters as they are, and says whether git says the same. Returns the exit code. */
export async function answerLive(url: string, options: RouteOptions, fail: Fail): Promise<number> {
  const { request: method, header: headers = [], host, cluster } = options;
  const sent = requestOfCommand({ url, method, headers, host, usualHost: ANY_HOST });
  if ('problem' in sent) return fail(sent.problem);
  const asked = { ...options, cluster: cluster === undefined ? undefined : [cluster] };
  const { inventory, opened } = await openClusters(asked, RENDERED, fail);
  const { environments, names } = inventory;
  showProblems(opened);
  const hosts = opened.comparisons.flatMap((comparison) => liveHosts(comparison, environments, names));
  const answers = answersTo(sent, hosts);
  if (options.outputFormat === 'json') {
    const given = jsonOfRequest(sent, sent.host === ANY_HOST);
    process.stdout.write(answers.map((one) => jsonLine(given, one)).join(''));
  } else {
    const ownerOf = routeOwners('functions', readTeams('functions', names), COMMITS);
    process.stdout.write(spellAnswers(sent, answers, ownerOf));
  }
  if (opened.problems.some(({ severity }) => severity === 'error')) return EXIT.failed;
  const isWell = answers.some(({ answer }) => answer.ways.some(({ matches }) => matches.length > 0));
  const areAllWell = answers.every(({ diagnosis: { agrees, causes } }) => agrees && causes.length === 0);
  return isWell && areAllWell ? EXIT.clean : EXIT.findings;
}

function showProblems({ problems }: OpenedLive): void {
  if (problems.length === 0) return;
  process.stderr.write(`${renderHuman(problems, { color: mayColor(process.stderr) })}\n`);
}

function answersTo(sent: GatewayRequest, hosts: readonly LiveHost[]): readonly LiveAnswered[] {
  return hosts.flatMap((at): LiveAnswered[] => {
    const [answer] = answersOf(sent, [at.live]);
    const [said] = answersOf(sent, [at.git]);
    if (answer === undefined) return [];
    const domain = at.live.domains.find(({ host }) => host === sent.host)?.host;
    const [live, git] = [answer.ways, said?.ways ?? []];
    return [{ at, answer, diagnosis: diagnoseLive({ at, live, git, domain }) }];
  });
}

function spellAnswers(sent: GatewayRequest, answers: readonly LiveAnswered[], ownerOf: OwnerOf): string {
  if (answers.length === 0) return `no cluster that was read serves ${printable(sent.host)}\n`;
  return answers.map((one) => spellAnswer(sent, one, ownerOf)).join('\n');
}

function spellAnswer(
  sent: GatewayRequest,
  { at, answer, diagnosis }: LiveAnswered,
  ownerOf: OwnerOf,
): string {
  const color = mayColor(process.stdout);
  const { dim, green, red } = pc.createColors(color);
  const { environment, cluster, namespace, istio, book } = at.live;
  const head = `${environment} / ${cluster} / ${namespace} (Istio ${istio}), as it runs: ${at.comparison.live.source}\n`;
  const before = beforeOf(answer, sent);
  const ways = spellWays(answer.sent, answer.ways, book, color, { ownerOf, before });
  const { agrees, live, git, causes } = diagnosis;
  const other = git?.function ?? git?.virtualService ?? '404: no route matches';
  const isSame = git !== undefined && git.virtualService === live?.virtualService;
  const said = isSame ? `${other}, handled in another way` : other;
  const rows: (readonly [string, string])[] = [
    ['git', agrees ? green('says the same') : red(`says otherwise: ${printable(said)}`)],
    ...causes.flatMap(({ message, help }) => [
      ['why', red(printable(message))] as const,
      ['', printable(help)] as const,
    ]),
  ];
  return `${head}${ways}${rows.map(([label, text]) => `  ${dim(label.padEnd(10))}${text}\n`).join('')}`;
}

/** One line of JSON: the answer as `kfaas route` gives it, and `live`: whether git says the same, and the causes. */
function jsonLine(given: string, { at, answer, diagnosis }: LiveAnswered): string {
  const { environment, cluster, namespace, host, book } = at.live;
  const line = answerLine(given, answer.ways, book, {
    origin: { environment, cluster, namespace, host },
    passage: answer.passage,
  });
  const { agrees, live = null, git = null, causes } = diagnosis;
  const source = at.comparison.live.source;
  return `${line.slice(0, -1)},"live":${JSON.stringify({ source, agrees, answer: live, git, causes })}}\n`;
}
