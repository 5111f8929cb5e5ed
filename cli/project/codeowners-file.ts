import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeowners, isCodeowners } from '../../catalog';
import { hasErrors } from '../../findings';
import type { Inventory } from '../../inventory';
import { prepare, type Prepared, type Ready } from '../../main';
import { gitLine } from '../../manifests';
import { environmentSource } from './environment-source';
import { projectInventory } from './inventory';

/** The catalog that CODEOWNERS describes. */
const FUNCTIONS = 'functions';

/** The path of the file from `kfaas codeowners`. */
export const CODEOWNERS_FILE = '.github/CODEOWNERS';

/**
 * Returns the new text of CODEOWNERS. Returns `undefined` if the text is unchanged, a person wrote the file, the
 * catalog or the environments have errors, or it is another catalog.
 */
export function newCodeowners(functions: string): string | undefined {
  if (resolve(functions) !== resolve(FUNCTIONS) || !existsSync(CODEOWNERS_FILE)) return undefined;
  const written = readFileSync(CODEOWNERS_FILE, 'utf8');
  if (!isCodeowners(written)) return undefined;
  const inventory = projectInventory();
  if ('findings' in inventory) return undefined;
  const { checked, judged } = ownedCatalog(inventory);
  if (judged === undefined || hasErrors(checked.findings)) return undefined;
  const text = codeownersOf(judged, inventory);
  return text === written ? undefined : text;
}

/** Loads and checks this project's catalog. */
export function ownedCatalog(inventory: Inventory): Prepared {
  return prepare({ ...inventory, functions: FUNCTIONS, environmentSource });
}

/** Returns the text of CODEOWNERS for a catalog without errors. */
export function codeownersOf({ teams, functions, routes }: Ready, { delivery }: Inventory): string {
  const hosts = hostsOfOtherTeams(routes);
  return codeowners({
    teams,
    functions: functions.map(({ id }) => {
      const [team = '', name = ''] = id.split('/');
      return { team, name, hostsOtherTeams: hosts.has(id) };
    }),
    others: delivery.owners,
    manifests: delivery.repository.folder,
    // Outside a repository, the project is the root.
    below: gitLine(['rev-parse', '--show-prefix']),
  });
}

/** The ids of the functions with a VirtualService that has routes of another team's function, in some cluster. */
function hostsOfOtherTeams({ groups }: Ready['routes']): ReadonlySet<string> {
  const teamOf = (id: string) => id.split('/')[0];
  return new Set(
    [...groups.values()].flat().flatMap(({ rules }) => {
      const host = rules.at(-1)?.declared.id ?? '';
      return rules.some(({ declared }) => teamOf(declared.id) !== teamOf(host)) ? [host] : [];
    }),
  );
}
