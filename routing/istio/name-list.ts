import { listOf } from '../../base';
import { isSameList } from './age';

/** A list of names, read: each has one spelling and is there once. */
export interface NameList {
  readonly names: readonly string[];
  readonly isMalformed: boolean;
}

/** Reads lists of names. VirtualServices that follow each other mostly give the same one: it is read once. */
export function nameListReader(keyOf: (name: string, namespace: string) => string) {
  let given: readonly unknown[] | undefined;
  let of = '';
  let read: NameList = { names: [], isMalformed: false };
  return (value: unknown, namespace: string): NameList => {
    if (!Array.isArray(value)) return { names: [], isMalformed: value !== undefined };
    const list = listOf(value);
    if (given !== undefined && namespace === of && isSameList(list, given)) return read;
    const texts = list.filter(isName);
    given = list;
    of = namespace;
    read = {
      names: [...new Set(texts.map((name) => keyOf(name, namespace)))],
      isMalformed: texts.length < list.length,
    };
    return read;
  };
}

/** Whether a value can be a name. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
