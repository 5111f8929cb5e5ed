import type { Review } from '../../risks';
import { markup, type Html } from './escape';
import { linksOf } from './links';
import { objectFacts, type Facets } from './facets';
import { clusterLine, fileList, toldAs, toldAsIn } from './places';
import { riskLinks, riskMarks } from './risks';
import { fieldTable } from './value';
import {
  commonName,
  counted,
  countKinds,
  folderName,
  fullName,
  functionNamespaces,
  objectsByKind,
  objectWeights,
} from '../text';

/** What happens to objects: the sign, and the word. */
const KINDS = {
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  changed: { sign: '~', word: 'changed' },
  renamed: { sign: '→', word: 'renamed' },
} as const;

/** Up to so many changes are listed from the start; more are in groups that the reader opens. */
const MOST_LISTED = 20;

/** Most files that are beside a change from the start. */
const MOST_FILES = 6;

/** The objects that change, by their kinds. */
export function objectSection(review: Review, facets: Facets): Html {
  const { objects } = review;
  const open = objects.length <= MOST_LISTED ? markup` open` : undefined;
  const body =
    objects.length === 0
      ? markup`<p class="quiet">No object changes.</p>`
      : markup`<div data-list="object">${objectsByKind(objects).map(
          ([kind, entries]) => markup`
<details class="group" data-group${open}><summary><h3>${kind}</h3> <span class="rest" data-count>${countKinds(entries.map(([, change]) => change))}</span></summary>
${entries.map(([index]) => objectEntry(review, index, facets))}</details>`,
        )}</div>`;
  return markup`<section id="objects" aria-labelledby="objects-title"><h2 id="objects-title">Objects</h2>${body}</section>`;
}

function objectEntry(review: Review, index: number, facets: Facets): Html | undefined {
  const change = review.objects[index];
  if (change === undefined) return undefined;
  const { kind, object, from, meaning, where } = change;
  const { weights, fields } = objectWeights(change);
  const { sign, word } = KINDS[kind];
  const number = index + 1;
  const namespaceOf = functionNamespaces(where);
  const { title, isSeveral } = commonName(where, namespaceOf);
  const asIn = isSeveral ? toldAs(fullName(object)) : toldAsIn(where.map(namespaceOf));
  const was = from === undefined ? undefined : markup`<p>It was <code>${fullName(from)}</code> before.</p>`;
  const means = [...meaning, ...weights];
  const told = means.length === 0 ? undefined : markup` <span class="meaning">${means.join('; ')}</span>`;
  const { manifest } = linksOf(review);
  const list = fileList(where, (file) => manifest(file, kind === 'removed' ? 'before' : 'after'));
  const files =
    where.length <= MOST_FILES
      ? list
      : markup`<details class="where"><summary>${counted(where.length, 'file')}</summary>${list}</details>`;
  return markup`
<details class="object" id="object-${number}"${facets.attributes(objectFacts(review, change, index))}><summary><span class="sign ${kind}" aria-hidden="true">${sign}</span><span class="vh">${word}: </span><code>${isSeveral ? title : fullName(object)}</code>${told}${riskMarks(review, 'objectChanges', index)} <span class="rest">change ${number}, in ${counted(where.length, 'place')}</span></summary>
<div class="object-body">${riskLinks(review, 'objectChanges', index)}${was}${fieldTable(fields, 'Fields that differ')}${asIn}${clusterLine(where, folderName)}${files}</div></details>`;
}
