import { isMapping, stableText } from '../../base';

/** Makes a value what it means; `undefined` where it means what the lack of the field means. */
export type Rule = (value: unknown) => unknown;

/** A field that means nothing with some values: those that hold where it is left out. */
export function unless(...defaults: readonly unknown[]): Rule {
  const texts = defaults.map((value) => stableText(value));
  return (value) => (texts.includes(stableText(value)) ? undefined : value);
}

/** A mapping, each of whose fields has a rule; fields without one stay as they are. */
export function fields(rules: Readonly<Record<string, Rule>>): Rule {
  return (value) => {
    if (!isMapping(value)) return value;
    const entries = Object.entries(value).flatMap(([field, inner]) => {
      const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
      const meant = rule === undefined ? inner : rule(inner);
      return meant === undefined ? [] : [[field, meant] as const];
    });
    return Object.fromEntries(entries);
  };
}

/** A list, each of whose entries has the rule; an empty list is none. */
export function each(rule: Rule): Rule {
  return unlessEmpty((value) => (Array.isArray(value) ? value.map((entry) => rule(entry)) : value));
}

/** Leaves out what is empty once the rule was applied. */
export function unlessEmpty(rule: Rule = (value) => value): Rule {
  return (value) => {
    const meant = rule(value);
    if (Array.isArray(meant)) return meant.length === 0 ? undefined : (meant as unknown);
    return isMapping(meant) && Object.keys(meant).length === 0 ? undefined : meant;
  };
}
