import { isMapping, type Mapping } from '../../base';

/** What a match asks for beside its path: each condition as people call it, with a text that distinguishes it from others. */
export type MatchConditions = ReadonlyMap<string, string>;

/** Fields of a match that are no condition: the path, and names for people. */
const NO_CONDITION = ['uri', 'ignoreUriCase', 'name', 'statPrefix'];

/** Fields that hold a condition for each name, and what one is called. */
const NAMED: Readonly<Record<string, string>> = {
  headers: 'header',
  withoutHeaders: 'absence of header',
  queryParams: 'query parameter',
};

/** The conditions of a match: the key distinguishes it from others, the value is what people call it. */
export function conditionsOf(match: Mapping | undefined): MatchConditions {
  const found = new Map<string, string>();
  for (const [field, value] of Object.entries(match ?? {})) {
    if (NO_CONDITION.includes(field) || value === undefined || value === null) continue;
    const kind = Object.hasOwn(NAMED, field) ? NAMED[field] : undefined;
    if (kind === undefined) found.set(`${field} ${textOf(value)}`, field);
    else if (isMapping(value)) {
      for (const [name, compared] of Object.entries(value)) {
        const known = field === 'queryParams' ? name : name.toLowerCase();
        found.set(`${field} ${known} ${textOf(compared)}`, `${kind} ${known}`);
      }
    }
  }
  return found;
}

/** A text that matches with the same paths share. */
export function pathKey(match: Mapping | undefined): string {
  return `${textOf(match?.uri)} ${match?.ignoreUriCase === true}`;
}

/** A condition's value as a text: what is nested deeper than any condition is not told apart. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => JSON.stringify(String(entry))).join();
  if (!isMapping(value)) return typeof value === 'object' ? '' : JSON.stringify(value ?? '');
  return Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(isMapping(value[key]) ? '' : String(value[key]))}`)
    .join();
}
