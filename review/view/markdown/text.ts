import { plainText, type Said } from '../text';

/** What GitHub reads nothing into: words and numbers. Names of people, issues and commits have other characters or are longer. */
const PLAIN = /^(?![a-f]{7,}$)(?:[A-Za-z]+(?:['-][A-Za-z]+)*|\d{1,3}(?:,\d{3})+|\d{1,6}|%)$/;

/** Most characters of a name: those that honest folders have are far shorter. */
const NAME_LIMIT = 80;

/** A token with the punctuation around it. */
const TOKEN = /^(["'(]*)(.*?)([.,;:?)"']*)$/;

/** Text from a manifest as Markdown: whatever it has in it, it is shown as it is. */
export function markdownText({ form, text }: Said): string {
  return form === 'words' ? proseText(text) : codeSpan(text);
}

/** Any text as code, in which Markdown, HTML and names of people and issues mean nothing. */
export function codeSpan(text: string): string {
  const shown = plainText(text);
  if (shown === '') return '(empty)';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  // One space at both ends is taken off again.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** A sentence: plain words as they are, and as code all in it that could mean something in Markdown. */
export function proseText(text: string): string {
  const parts: { before: string; code: string; after: string }[] = [];
  plainText(text)
    .split(' ')
    .forEach((token, index) => {
      // At the beginning, a number with its point would begin a list.
      const isListNumber = index === 0 && /^\d+[.)]$/.test(token);
      const [, before = '', core = '', after = ''] = isListNumber
        ? ['', '', token]
        : (TOKEN.exec(token) ?? []);
      const last = parts.at(-1);
      if (PLAIN.test(core)) parts.push({ before: `${before}${core}${after}`, code: '', after: '' });
      else if (last !== undefined && last.code !== '' && last.after === '' && before === '') {
        parts.splice(-1, 1, { before: last.before, code: `${last.code} ${core}`, after });
      } else parts.push({ before, code: core, after });
    });
  return parts
    .map(({ before, code, after }) => `${before}${code === '' ? '' : codeSpan(code)}${after}`)
    .join(' ');
}

/** A name within HTML, where Markdown is not read: as code, in which no person is named. */
export function htmlCode(name: string): string {
  const shown = plainText(name, NAME_LIMIT).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<code>${shown}</code>`;
}
