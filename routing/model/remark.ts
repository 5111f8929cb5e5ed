import type { Language } from '../text';

/** A problem that the reader finds in a VirtualService. */
export interface MatchRemark {
  readonly kind:
    | 'regex-rejected'
    | 'not-modelled'
    | 'ignored-by-version'
    | 'unmatchable'
    | 'malformed'
    | 'malformed-later'
    | 'unserved'
    | 'unserved-there'
    | 'delegate-ignored'
    | 'delegate-unused'
    | 'unseen'
    | 'assumed-namespace'
    | 'assumed-workloads'
    | 'assumed-service'
    | 'differing-services'
    | 'refused-server';
  /** The problem: a sentence for `malformed`, `malformed-later`, `unserved`, `unseen`, delegates and assumptions, the subject or the end of a sentence for the other kinds. */
  readonly text: string;
  readonly path: readonly (string | number)[];
  /**
   * The next step for the user.
   * @default - the help of the kind
   */
  readonly help?: string;
}

/** Marks a language that the reader has reported a problem in, so that checks do not report it as unmatchable again. */
export function remarked(language: Language): Language {
  return Object.assign({ isRemarked: true }, language);
}

/** Whether the reader has reported a problem in a language. */
export function isRemarked(texts: Language | 'none'): boolean {
  return texts !== 'none' && 'isRemarked' in texts;
}

/** Whether a remark leaves it unknown which requests the VirtualService answers, or how. */
export function leavesUnknown({ kind }: Pick<MatchRemark, 'kind'>): boolean {
  return kind === 'regex-rejected' || kind === 'not-modelled' || kind === 'malformed';
}
