import { DEFAULT_NAMES } from '../base';
import { nearestWord } from '../findings';
import { BACKEND_FIELDS, explicitText } from './explicit-text';
import type { Catalog } from './load';
import type { CatalogFunction } from './load-function';
import { backendLists } from './function-spec';
import { checkNewNames } from './new-function';
import { ksvcName } from './names';
import { withEntry, withNewEntry, withRenamed } from './yaml-edits';
import { parseYaml } from './yaml';

/** Changed files of a catalog, and what to tell people about them. */
export interface CatalogEdit {
  /** The new text of each changed file by its path; undefined for a file that is removed. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** What stays as it is, and what to do next, a sentence each. */
  readonly notes: readonly string[];
}

/** Why a catalog cannot be edited so, and what to do. */
export interface EditProblem {
  readonly problem: string;
}

/** The parts of a catalog that edits need. */
export type EditedCatalog = Pick<Catalog, 'functions' | 'teams' | 'sources'>;

/**
 * Gives a function another name, or another team. Its requests stay the same: what it left to convention is written
 * out, and what other files say of it is changed with it.
 * @param id the function, as `<team>/<name>`
 * @param to its new team and name
 * @param names what the company calls things
 */
export function renameFunction(
  catalog: EditedCatalog,
  id: string,
  to: { readonly team: string; readonly name: string },
  names = DEFAULT_NAMES,
): CatalogEdit | EditProblem {
  const found = functionOf(catalog, id);
  if ('problem' in found) return found;
  const newId = `${to.team}/${to.name}`;
  const [wrong] = checkNewNames(to.team, to.name);
  if (wrong !== undefined) return { problem: `${wrong.message}: ${wrong.help}` };
  const file = `${rootOf(found)}/${newId}.yaml`;
  if (newId === id) return { problem: `${id} has this name already` };
  if (to.name === 'team') return { problem: `${file} is the file of the team: choose another name` };
  if (catalog.sources.has(file)) return { problem: `${file} already exists: choose another name` };
  const unknown = catalog.teams.has(to.team) ? undefined : missingTeam(catalog, to.team);
  if (unknown !== undefined) return unknown;

  const rendered = [...found.specs.values()].filter((spec) => spec.service !== undefined).length;
  if (rendered > 0 && rendered < found.specs.size) {
    return {
      problem: `${id} has a "service" on some clusters only, so that its Knative Service would keep its name on the others: edit it by hand`,
    };
  }
  const isRendered = rendered > 0;
  const [team = '', name = ''] = id.split('/');
  const [ksvc, newKsvc] = [found.ksvc, ksvcName(to.team, to.name)];
  const isNamed = catalog.functions.some((one) => isUsedBy(one, ksvc));
  const files = new Map<string, string | undefined>([
    [found.file, undefined],
    [
      file,
      explicitText(
        catalog.sources.get(found.file) ?? '',
        { team, name, ksvc, newKsvc, isRendered, isNamed },
        names,
      ),
    ],
  ]);
  if (isRendered) {
    for (const other of usersOf(catalog, found)) {
      files.set(
        other.file,
        withRenamed(catalog.sources.get(other.file) ?? '', BACKEND_FIELDS, ksvc, newKsvc),
      );
    }
  }
  for (const [path, text] of orderedBefore(catalog, found)) {
    files.set(path, withEntry(files.get(path) ?? text, 'before', id, newId));
  }
  for (const [path, text] of teamFiles(catalog, rootOf(found))) {
    const owner = path.split('/').at(-2);
    // A team needs no consent of its own.
    const changed = withEntry(text, 'consents', id, owner === to.team ? undefined : newId);
    const isLeft = owner === team && team !== to.team && usesPathsOf(catalog, found, team);
    const consented =
      isLeft && !consents(changed, newId) ? withNewEntry(changed, 'consents', newId) : changed;
    if (consented !== text) files.set(path, consented);
  }
  const kept = isRendered
    ? `The Knative Service ${ksvc} becomes ${newKsvc}: kfaas diff shows in which order to apply it.`
    : `The requests still go to the Knative Service ${ksvc}. Once ${newKsvc} is deployed, change "backends" and "deployedElsewhere" in ${file}.`;
  return { files, notes: ['The requests that it answers stay the same.', kept] };
}

/** Removes a function, and the consents and orders that name it. */
export function removeFunction(catalog: EditedCatalog, id: string): CatalogEdit | EditProblem {
  const found = functionOf(catalog, id);
  if ('problem' in found) return found;
  const users = usersOf(catalog, found).map((one) => one.id);
  if (users.length > 0) {
    return { problem: `${users.join(', ')} sends requests to ${found.ksvc}: change its "backends" first` };
  }
  const files = new Map<string, string | undefined>([[found.file, undefined]]);
  for (const [path, text] of orderedBefore(catalog, found)) {
    files.set(path, withEntry(text, 'before', id, undefined));
  }
  for (const [path, text] of teamFiles(catalog, rootOf(found))) {
    const changed = withEntry(text, 'consents', id, undefined);
    if (changed !== text) files.set(path, changed);
  }
  return {
    files,
    notes: ['Requests that no other function matches are answered with 404: kfaas diff shows them.'],
  };
}

/** Returns a function by `<team>/<name>`, or what is wrong with that name. */
export function functionOf({ functions }: EditedCatalog, id: string): CatalogFunction | EditProblem {
  const found = functions.find((one) => one.id === id);
  if (found !== undefined) return found;
  const near = nearestWord(
    id,
    functions.map((one) => one.id),
  );
  const advice = near === undefined ? ': kfaas list shows all' : `: did you mean ${near}?`;
  return { problem: `there is no function ${id}${advice}` };
}

function missingTeam({ teams }: EditedCatalog, team: string): EditProblem {
  const near = nearestWord(team, [...teams.keys()]);
  const advice = near === undefined ? 'write its team.yaml first' : `did you mean ${near}?`;
  return { problem: `there is no team ${team}: ${advice}` };
}

/** Returns the other functions that send requests to a function's Knative Service. */
function usersOf({ functions }: EditedCatalog, { id, ksvc }: CatalogFunction): readonly CatalogFunction[] {
  return functions.filter((other) => other.id !== id && isUsedBy(other, ksvc));
}

/** Returns the files of the other functions that go before a function. */
function orderedBefore({ functions, sources }: EditedCatalog, { id }: CatalogFunction) {
  return functions
    .filter(({ specs }) => [...specs.values()].some(({ before }) => before.includes(id)))
    .map(({ file }) => [file, sources.get(file) ?? ''] as const);
}

/** Whether a function names a Knative Service as a backend, on any cluster. */
export function isUsedBy({ specs }: CatalogFunction, ksvc: string): boolean {
  return [...specs.values()]
    .flatMap(backendLists)
    .some(({ backends }) => backends.some(({ service }) => service === ksvc));
}

/** Whether a route of a function may lie under a team's prefixes; a regex may lie anywhere. */
function usesPathsOf({ teams }: EditedCatalog, { specs }: CatalogFunction, team: string): boolean {
  const prefixes = teams.get(team)?.prefixes ?? [];
  return [...specs.values()].some(({ routes }) =>
    routes.some(({ match: { prefix, exact, regex } }) => {
      const path = prefix ?? exact;
      return regex !== undefined || prefixes.some((one) => path?.startsWith(one) === true);
    }),
  );
}

function consents(text: string, id: string): boolean {
  const parsed = parseYaml('', text);
  const { consents: all = [] } = ('value' in parsed ? parsed.value : {}) as { consents?: readonly string[] };
  return all.includes(id) || all.includes(id.split('/')[0] ?? '');
}

function teamFiles({ sources }: EditedCatalog, root: string): (readonly [path: string, text: string])[] {
  return [...sources].filter(([path]) => path.startsWith(`${root}/`) && path.endsWith('/team.yaml'));
}

/** Returns the catalog's folder. */
function rootOf({ file, id }: CatalogFunction): string {
  return file.slice(0, -`/${id}.yaml`.length);
}
