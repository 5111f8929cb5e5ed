import type { Environment } from '../../inventory';
import { BASE_CATALOG, type CatalogFiles } from './base-catalog';
import { PROD, TEST } from './base-environments';

/** What is rendered: a catalog, and where its functions run. */
export interface Sources {
  readonly files: CatalogFiles;
  readonly environments: readonly Environment[];
}

/** What an author does to sources. */
export type Edit = (base: Sources) => Sources;

/** What pull requests start from. */
export const BASE: Sources = { files: BASE_CATALOG, environments: [TEST, PROD] };

/** Does one edit after the other. */
export function inTurn(...edits: readonly Edit[]): Edit {
  return (base) => edits.reduce((sources, edit) => edit(sources), base);
}

/** Edits the file of a function or a team, `<team>/<name>`; one that is not there is empty before. */
export function withFile(id: string, edit: (text: string) => string): Edit {
  const file = `${id}.yaml`;
  return (base) => ({ ...base, files: { ...base.files, [file]: edit(base.files[file] ?? '') } });
}

/** Writes another text for one that is in a file. */
export function replace(id: string, from: string, to: string): Edit {
  return withFile(id, (text) => {
    if (!text.includes(from)) throw new Error(`${id} does not say ${from}`);
    return text.replace(from, to);
  });
}

/** Deletes the file of a function. */
export function without(id: string): Edit {
  return (base) => {
    const files = Object.entries(base.files).filter(([file]) => file !== `${id}.yaml`);
    return { ...base, files: Object.fromEntries(files) };
  };
}

/** Gives a function's file another name. */
export function rename(from: string, to: string): Edit {
  return (base) => {
    const text = base.files[`${from}.yaml`] ?? '';
    return inTurn(
      without(from),
      withFile(to, () => text),
    )(base);
  };
}

/** Edits the production environment. */
export function withProd(edit: (prod: Environment) => Environment): Edit {
  return (base) => ({
    ...base,
    environments: base.environments.map((environment) =>
      environment.name === 'prod' ? edit(environment) : environment,
    ),
  });
}
