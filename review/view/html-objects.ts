import type { Review } from '../judgement';
import { markup, type Html } from './html-escape';
import { objectFacts, type Facets } from './html-facets';
import { clusterLine, fileList, toldAs, toldAsIn } from './html-places';
import { riskLinks, riskMarks } from './html-risks';
import { fieldTable } from './html-value';
import { commonName, folderName, fullName } from './object-names';
import { functionNamespaces } from './object-namespaces';
import { spellKind } from './object-text';
import { counted } from './plain-text';
import { countKinds } from './summary-text';

/** What happens to objects: the sign, and the word. */
const KINDS = {
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  changed: { sign: '~', word: 'changed' },
  renamed: { sign: '→', word: 'renamed' },
} as const;

/** Up to so many changes are listed from the start; more stand in groups that the reader opens. */
const MOST_LISTED = 20;

/** Most files that stand beside a change from the start. */
const MOST_FILES = 6;

/** The objects that change, by their kinds. */
export function objectSection(review: Review, facets: Facets): Html {
  const { objects } = review;
  const byKind = new Map<string, number[]>();
  objects.forEach(({ object }, index) => {
    const kind = spellKind(object);
    const alike = byKind.get(kind);
    if (alike === undefined) byKind.set(kind, [index]);
    else alike.push(index);
  });
  const groups = [...byKind].sort(([a], [b]) => (a < b ? -1 : 1));
  const open = objects.length <= MOST_LISTED ? markup` open` : undefined;
  const body =
    objects.length === 0
      ? markup`<p class="quiet">No object changes.</p>`
      : markup`<div data-list="object">${groups.map(
          ([kind, indices]) => markup`
<details class="group" data-group${open}><summary><h3>${kind}</h3> <span class="rest" data-count>${countKinds(indices.flatMap((index) => objects[index] ?? []))}</span></summary>
${indices.map((index) => objectEntry(review, index, facets))}</details>`,
        )}</div>`;
  return markup`<section id="objects" aria-labelledby="objects-title"><h2 id="objects-title">Objects</h2>${body}</section>`;
}

function objectEntry(review: Review, index: number, facets: Facets): Html | undefined {
  const change = review.objects[index];
  if (change === undefined) return undefined;
  const { kind, object, from, fields, meaning, where } = change;
  const { sign, word } = KINDS[kind];
  const number = index + 1;
  const namespaceOf = functionNamespaces(where);
  const { title, isSeveral } = commonName(where, namespaceOf);
  const asIn = isSeveral ? toldAs(fullName(object)) : toldAsIn(where.map(namespaceOf));
  const was = from === undefined ? undefined : markup`<p>It was <code>${fullName(from)}</code> before.</p>`;
  const told = meaning.length === 0 ? undefined : markup` <span class="meaning">${meaning.join('; ')}</span>`;
  const files =
    where.length <= MOST_FILES
      ? fileList(where)
      : markup`<details class="where"><summary>${counted(where.length, 'file')}</summary>${fileList(where)}</details>`;
  return markup`
<details class="object" id="object-${number}"${facets.attributes(objectFacts(review, change, index))}><summary><span class="sign ${kind}" aria-hidden="true">${sign}</span><span class="vh">${word}: </span><code>${isSeveral ? title : fullName(object)}</code>${told}${riskMarks(review, 'objectChanges', index)} <span class="rest">change ${number}, in ${counted(where.length, 'place')}</span></summary>
<div class="object-body">${riskLinks(review, 'objectChanges', index)}${was}${fieldTable(fields, 'Fields that differ')}${asIn}${clusterLine(where, folderName)}${files}</div></details>`;
}
