import type { FieldChange } from '../model';
import { markup, type Html } from './html-escape';
import { grouped } from './plain-text';

/** Most characters of one value; what is beyond is counted. */
const MOST_CHARACTERS = 4000;

/** Fields and their values, before and after. */
export function fieldTable(fields: readonly FieldChange[], caption: string): Html | undefined {
  if (fields.length === 0) return undefined;
  const rows = fields.map(
    ({ path, before, after }) => markup`
<tr><th scope="row"><code>${path}</code></th>
<td data-label="Before">${valueOf(before)}</td>
<td data-label="After">${valueOf(after)}</td></tr>`,
  );
  return markup`<table class="stack fields"><caption>${caption}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** A value of a manifest: plain text as it stands, all else as JSON. */
function valueOf(value: unknown): Html {
  if (value === undefined) return markup`<span class="none">none</span>`;
  const text = textOf(value);
  const more = text.length - MOST_CHARACTERS;
  if (more <= 0) return markup`<code class="value">${text}</code>`;
  const rest = markup` <span class="none">and ${grouped(more)} more characters</span>`;
  return markup`<code class="value">${text.slice(0, MOST_CHARACTERS)}</code>${rest}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && !isDoubtful(value)) return value;
  try {
    const json: unknown = JSON.stringify(value, undefined, 2);
    return typeof json === 'string' ? json : String(json);
  } catch {
    return 'cannot be written: it contains itself, or is nested too deep';
  }
}

/** Whether a text, without quotes, would pass for a number, a truth value, nothing, or for more or less than it is. */
function isDoubtful(text: string): boolean {
  return /^(true|false|null|none|~|)$|^\s|\s$|\n|^["[{]/i.test(text) || !Number.isNaN(Number(text));
}
