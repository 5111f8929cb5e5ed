import type { Condition, DimensionValue, Route } from '../model';
import type { Language } from '../text';

/** A route's match in a few words: `prefix /faas/api/, method exact GET`. */
export function spellMatch({ path, conditions }: Pick<Route, 'path' | 'conditions'>): string {
  return [spellLanguage(path), ...conditions.map(spellCondition)].join(', ');
}

/** A condition that does not hold, with what the request has instead: `method exact POST, but it is "GET"`. */
export function spellMiss(condition: Condition, value: DimensionValue): string {
  return `${spellCondition(condition)}, but ${value === undefined ? 'there is none' : `it is ${JSON.stringify(value)}`}`;
}

function spellCondition({ dimension, absent, texts, negated }: Condition): string {
  if (texts === 'none') return negated ? `${dimension} present` : `${dimension} absent`;
  const spelled = texts.kind === 'any' ? 'present' : spellLanguage(texts);
  if (!negated) return `${dimension} ${spelled}`;
  return `${dimension} ${absent ? 'absent or' : 'present but'} not ${spelled}`;
}

function spellLanguage(language: Language): string {
  switch (language.kind) {
    case 'any':
      return 'any path';
    case 'values':
      return `exact ${language.values.map(shown).join(' or ')}`;
    case 'prefix':
      return `prefix ${shown(language.text)}`;
    case 'folded':
      return `${language.open ? 'prefix' : 'exact'} ${shown(language.text)} in any case`;
    case 'regex':
      return `regex ${language.source}`;
  }
}

function shown(text: string): string {
  return text === '' ? '""' : text;
}
