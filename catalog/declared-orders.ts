import { nearestWord } from '../findings';
import type { Problem } from '../shape';
import type { FunctionDeclaration } from './declaration';
import type { FunctionSpec } from './function-spec';
import type { Catalog } from './load';
import type { Remark } from './remark';

/** The functions of a catalog, and which others each goes before. */
export interface KnownOrders {
  /** All functions, those with errors too, as `<team>/<name>`. */
  readonly ids: ReadonlySet<string>;
  /** Returns the functions that one goes before; none of a file with errors. */
  readonly beforeOf: (id: string) => readonly string[];
}

/** Collects the functions of a catalog by their files. */
export function knownOrders(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  root: string,
): KnownOrders {
  const paths = [...sources.keys()].map((file) => file.slice(root.length + 1).replace(/\.yaml$/, ''));
  const ids = new Set(paths.filter((path) => !path.endsWith('/team')));
  const declared = new Map(
    functions.map(({ id, specs }) => [id, [...specs.values()].flatMap(({ before }) => before)]),
  );
  return { ids, beforeOf: (id) => declared.get(id) ?? [] };
}

/** Checks that a function goes before each other one once. */
export function checkBefore(before: FunctionDeclaration['before']): Problem[] {
  return (before ?? []).flatMap((id, index): Problem[] => {
    if (before?.indexOf(id) === index) return [];
    const message = `"${id}" is listed twice in before`;
    return [{ code: 'KF438', path: ['before', index], message, help: 'keep one of the two' }];
  });
}

/** Checks that what a function goes before is another function, which does not go before it. */
export function remarksOnBefore(
  { team, name, before }: FunctionSpec,
  { ids, beforeOf }: KnownOrders,
): Remark[] {
  const own = `${team}/${name}`;
  return before.flatMap((id, index): Remark[] => {
    const found = { code: 'KF438', severity: 'error', path: ['before', index] } as const;
    if (id === own) {
      return [{ ...found, message: `${own} goes before itself`, help: 'name another function' }];
    }
    if (!ids.has(id)) {
      const near = nearestWord(id, [...ids]);
      const message = `${own} goes before ${id}, which is no function of the catalog`;
      const help = near === undefined ? 'write <team>/<name> of a function' : `did you mean "${near}"?`;
      return [{ ...found, message, help }];
    }
    if (!beforeOf(id).includes(own)) return [];
    const message = `${own} goes before ${id}, and ${id} goes before it`;
    return [{ ...found, message, help: 'take it out of one of the two files' }];
  });
}
