/** The text that every path begins with. */
export const ROOT_PATH = '/';

/** A slash and symbols of `PATH_ALPHABET`. A regex is faster here than a loop over symbols. */
const PATH_TEXT = /^\/[!"$->@-~]*$/;

/** Whether a text can begin a path. */
export function isPathText(text: string): boolean {
  return PATH_TEXT.test(text);
}
