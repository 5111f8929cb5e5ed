/** First words of every rendered file. */
export const RENDERED_MARK = '# Rendered by KFaas';

/** The first line of a rendered file, which says what to change in its stead. */
export function heading(source: string): string {
  return `${RENDERED_MARK} from ${source}; change that, not this.\n`;
}
