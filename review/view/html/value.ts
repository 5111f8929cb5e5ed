import type { FieldChange } from '../../model';
import { markup, type Html } from './escape';
import { grouped, NOT_SET, spellValue } from '../text';

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

/** A value of a manifest; JSON may have several lines. */
function valueOf(value: unknown): Html {
  if (value === undefined) return markup`<span class="none">${NOT_SET.text}</span>`;
  const text = spellValue(value, 2);
  const more = text.length - MOST_CHARACTERS;
  if (more <= 0) return markup`<code class="value">${text}</code>`;
  const rest = markup` <span class="none">and ${grouped(more)} more characters</span>`;
  return markup`<code class="value">${text.slice(0, MOST_CHARACTERS)}</code>${rest}`;
}
