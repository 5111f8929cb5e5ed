import { counted, grouped } from '../text';

/** Entries of a comment that may have to be left out. */
export interface CommentList {
  /** The weightiest first; each is spelled only where there may be room for it. */
  readonly entries: readonly (() => string)[];
  /** What one of them, and what several are. */
  readonly noun: readonly [one: string, many: string];
  /** Lists of a lower rank are filled first. */
  readonly rank: number;
}

/** Where all entries are to be found, in Markdown: a terminal leaves some out too. */
const POINTER = '`kfaas diff -o json` has all';

/** A comment in its order: text that is always shown, and lists. */
export type CommentPart = string | CommentList;

/**
 * Puts a comment together in fewer bytes than the limit. Where not all fits, each list keeps as many of its first
 * entries as its share allows, and then, by rank, as the rest allows; each says how many are left out.
 */
export function fitComment(parts: readonly CommentPart[], limit: number): string {
  const texts = parts.filter((part) => typeof part === 'string');
  const lists = parts
    .filter((part) => typeof part !== 'string')
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => a.rank - b.rank);
  const shown = new Map<CommentPart, string[]>();
  const room = limit - 1 - sizeOf(texts.join(''));
  fill(lists, shown, room, Infinity);
  if (lists.some((list) => shown.get(list)?.length !== list.entries.length)) {
    shown.clear();
    const notes = lists.map((list) => spellNote(list, list.entries.length, list.entries.length));
    const left = room - sizeOf(notes.join(''));
    fill(lists, shown, fill(lists, shown, left, left / lists.length), Infinity);
  }
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const entries = shown.get(part) ?? [];
      const left = part.entries.length - entries.length;
      return `${entries.join('')}${left === 0 ? '' : spellNote(part, entries.length, left)}`;
    })
    .join('');
}

/**
 * Adds to what is shown of each list the next entries for which there is room, and gives the room that is left.
 * @param most of the room that one list may take
 */
function fill(
  lists: readonly CommentList[],
  shown: Map<CommentPart, string[]>,
  room: number,
  most: number,
): number {
  let left = room;
  for (const list of lists) {
    const entries = shown.get(list) ?? [];
    shown.set(list, entries);
    let share = Math.min(left, most);
    for (const spell of list.entries.slice(entries.length)) {
      const entry = spell();
      const size = sizeOf(entry);
      if (size > share) break;
      entries.push(entry);
      share -= size;
      left -= size;
    }
  }
  return left;
}

/** The sentence below a list that is cut: how many entries are shown, and how many are not. */
function spellNote({ entries, noun: [one, many] }: CommentList, shown: number, left: number): string {
  const total = entries.length;
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  const all = counted(total, one, many);
  return `\n**${grouped(shown)} of ${all} ${are(total === 1 ? 1 : shown)} shown; ${grouped(left)} ${are(left)} left out:** ${POINTER}.\n`;
}

/** Bytes in UTF-8: never fewer than the characters that GitHub counts. */
function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
