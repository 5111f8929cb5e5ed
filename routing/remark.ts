import type { Language } from './language';

/** Something in a VirtualService that its reader has to say. */
export interface MatchRemark {
  readonly kind: 'regex-rejected' | 'not-modelled' | 'ignored-by-version' | 'unmatchable' | 'malformed';
  /** What is so: a sentence for `malformed`, a sentence's end or its subject for the others. */
  readonly text: string;
  readonly path: readonly (string | number)[];
  /**
   * The next step.
   * @default - the one that all remarks of the kind have
   */
  readonly help?: string;
}

/** Marks texts of which the reader has said what is wrong: that no request has them need not be said again. */
export function remarked(language: Language): Language {
  return Object.assign({ isRemarked: true }, language);
}

/** Whether the reader has said what is wrong with some texts. */
export function isRemarked(texts: Language | 'none'): boolean {
  return texts !== 'none' && 'isRemarked' in texts;
}
