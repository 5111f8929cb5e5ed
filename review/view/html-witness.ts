import { spellRequest, type Witness } from '../../findings';
import { markup, type Html } from './html-escape';

/** A request to copy; the script shows the button, which has no use without it. */
export function witnessBox(witness: Witness): Html {
  return markup`<div class="witness"><span class="label">Try</span><code tabindex="0">${spellRequest(witness)}</code>\
<button type="button" data-copy hidden>Copy</button></div>`;
}
