/** A text that is reported about a change. Text from manifests is in it as it is: each view escapes it for its medium. */
export interface Said {
  /** `words`: a sentence or a part of one, with names in it. `verbatim`: a name, a match, a request, a value. */
  readonly form: 'words' | 'verbatim';
  readonly text: string;
}

/** One thing more to be said, under a label; `from` is what it was before. */
export interface StatementRow extends Said {
  readonly label: string;
  readonly from?: Said;
}

/** How a statement is to be taken; views may colour by it. */
export type Tone = 'bad' | 'doubtful' | 'good' | 'quiet';

/** One entry of a list in a review, before any medium. */
export interface Statement {
  readonly tone: Tone;
  /** What happens, in few words: `is rerouted`, `error KF803`. */
  readonly what: string;
  /** To what it happens. */
  readonly subject: Said;
  readonly rows: readonly StatementRow[];
}

/** A text in words. */
export function words(text: string): Said {
  return { form: 'words', text };
}

/** A text that is no prose. */
export function verbatim(text: string): Said {
  return { form: 'verbatim', text };
}

/** A row in words. */
export function wordsRow(label: string, text: string): StatementRow {
  return { label, form: 'words', text };
}

/** A row that is no prose. */
export function verbatimRow(label: string, text: string): StatementRow {
  return { label, form: 'verbatim', text };
}

/** The words for a field that a snapshot does not have. Texts of a manifest are shown in quotes, so none reads like this. */
export const NOT_SET = words('not set');

/** A row that says what something was and is. */
export function changeRow(label: string, from: Said, to: Said): StatementRow {
  return { label, from, ...to };
}
