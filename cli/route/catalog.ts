import { resolve } from 'node:path';
import { catalogHosts, renderedHosts, routeOwners } from '../../app';
import { loadCatalog } from '../../catalog';
import { renderHuman, sortedFindings, summary, type Finding } from '../../findings';
import type { Environment, ReadInventory } from '../../inventory';
import { prepare, type Checked, type Prepared } from '../../main';
import {
  clusterNameProblem,
  environmentSource,
  foreignFolder,
  preventedCheck,
  projectInventory,
} from '../project';
import { EXIT, mayColor } from '../terminal';
import {
  ANY_HOST,
  functionsEverywhere,
  linesEverywhere,
  spellEverywhere,
  verdictsEverywhere,
  type AnswerSource,
} from './everywhere';
import type { Fail, RouteOptions } from './options';
import { jsonOfRequest, requestOfCommand, requestOfLine } from './request';
import { answerRequests } from './requests';

/** The folder of the manifests that answer where the catalog has errors. */
const RENDERED = 'dist';

/** The catalog that they are rendered from. */
const FUNCTIONS = 'functions';

/** Most commits that are shown for the function that answers. */
const COMMITS = 3;

/** Most files with errors that are named. */
const FILES = 3;

/** What answers are read from, and the errors that keep the catalog from being it. */
interface OpenedSource extends AnswerSource {
  readonly errors: readonly Finding[];
}

/**
 * Answers from the catalog for every cluster. Where the catalog has errors, the manifests of the last render answer.
 * Returns the exit code.
 */
export function answerByCatalog(url: string, options: RouteOptions, fail: Fail): number {
  const { cluster, functions = FUNCTIONS, requests } = options;
  const inventory = projectInventory();
  const environments = 'findings' in inventory ? undefined : inventory.environments;
  const unknown =
    cluster === undefined || environments === undefined
      ? undefined
      : clusterNameProblem(environments, cluster);
  if (unknown !== undefined) return fail(unknown);
  const { checked, ready } = preparedCatalog(inventory, functions);
  const ownerOf = routeOwners(functions, checked.teams, requests === undefined ? COMMITS : 0);
  const source: OpenedSource =
    ready === undefined
      ? { ...renderedSource(options, environments), ownerOf, errors: errorsOf(checked) }
      : { hosts: catalogHosts(ready, checked.source, cluster), ownerOf, errors: [] };
  if (source.errors.length > 0 && source.hosts.length === 0) {
    showFindings(checked.findings, checked);
    const subject = isAboutEnvironments(source.errors) ? 'environments/' : 'the catalog';
    process.stderr.write(`${summary(checked.findings)}\nNo answer: ${subject} has errors.\n`);
    return EXIT.findings;
  }
  if (source.rendered !== undefined) process.stderr.write(fallbackLine(source.errors));
  return requests === undefined
    ? answerOne(url, options, source, checked, fail)
    : answerMany(requests, options, source, fail);
}

/** Loads and checks the catalog. Where the environments have errors, only the teams are read. */
function preparedCatalog(inventory: ReadInventory, functions: string): Prepared {
  if (!('findings' in inventory)) {
    return prepare({
      environments: inventory.environments,
      names: inventory.names,
      functions,
      foreign: foreignFolder(functions),
      environmentSource,
    });
  }
  const { teams } = loadCatalog(functions, []);
  return { checked: { ...preventedCheck(inventory.findings), teams } };
}

/** Opens the manifests of the last render; those of another catalog than theirs are not known. */
function renderedSource(
  { functions, cluster }: RouteOptions,
  environments: readonly Environment[] | undefined,
): Pick<AnswerSource, 'hosts' | 'rendered'> {
  if (resolve(functions ?? FUNCTIONS) !== resolve(FUNCTIONS)) return { hosts: [] };
  return { hosts: renderedHosts(RENDERED, environments, cluster), rendered: RENDERED };
}

function errorsOf({ findings }: Checked): readonly Finding[] {
  return sortedFindings(findings).filter(({ severity }) => severity === 'error');
}

/** Says in one line that the answer is not the catalog's, and why. */
function fallbackLine(errors: readonly Finding[]): string {
  const files = [...new Set(errors.flatMap(({ places: [place] }) => place?.file ?? []))];
  const more = files.length - FILES;
  const named = files.slice(0, FILES).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const where = named === '' ? '' : ` (${named})`;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const subject = isAboutEnvironments(errors) ? 'environments/' : 'The catalog';
  return `${subject} has ${count}${where}: this is the answer of ${RENDERED}/, as it was rendered last. Run kfaas check.\n`;
}

function isAboutEnvironments(errors: readonly Finding[]): boolean {
  return errors.some(({ places: [place] }) => place?.file.startsWith('environments/') === true);
}

function answerOne(
  url: string,
  options: RouteOptions,
  source: OpenedSource,
  checked: Checked,
  fail: Fail,
): number {
  const { request: method, header: headers = [], host } = options;
  const sent = requestOfCommand({ url, method, headers, host, usualHost: ANY_HOST });
  if ('problem' in sent) return fail(sent.problem);
  if (source.errors.length > 0) {
    // Errors in the files of the functions that match may be why somebody asks.
    const matched = functionsEverywhere(sent, source.hosts);
    const files = new Set([...matched].map((id) => source.ownerOf(id).file));
    showFindings(
      source.errors.filter(({ places }) => places.some(({ file }) => files.has(file))),
      checked,
    );
  }
  const { text, matched } =
    options.outputFormat === 'json'
      ? linesEverywhere(jsonOfRequest(sent, sent.host === ANY_HOST), sent, source)
      : spellEverywhere(sent, source, mayColor(process.stdout));
  process.stdout.write(text);
  return matched ? EXIT.clean : EXIT.findings;
}

function answerMany(file: string, options: RouteOptions, source: AnswerSource, fail: Fail): number {
  const isJson = options.outputFormat === 'json';
  const exit = answerRequests(file, isJson, (given) => {
    const sent = requestOfLine(given, { host: options.host, usualHost: ANY_HOST });
    if ('problem' in sent) return sent;
    return isJson ? linesEverywhere(given, sent, source).text : verdictsEverywhere(sent, source);
  });
  return typeof exit === 'number' ? exit : fail(exit.problem);
}

function showFindings(findings: readonly Finding[], { source }: Checked): void {
  if (findings.length === 0) return;
  const shown = renderHuman(sortedFindings(findings), { color: mayColor(process.stderr), source });
  process.stderr.write(`${shown}\n`);
}
