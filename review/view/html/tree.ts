import type { Review } from '../../risks';
import type { RouteTree, RouteTreeNode, RouteTreeRoute } from '../../model';
import { markup, type Html } from './escape';
import { treeFacts, type Facets } from './facets';
import { countHosts, toldAsIn, whereDetails } from './places';
import { counted, grouped, spellDestinations, spellerOf, weightChanges } from '../text';

/** Marks of routes: the sign, and the word for who hears the page. */
const MARKS = {
  added: { sign: '+', word: 'added' },
  removed: { sign: '−', word: 'removed' },
  changed: { sign: '~', word: 'changed' },
  same: { sign: '=', word: 'unchanged' },
} as const;

/** Most lines of a tree that is open from the start. */
const MOST_OPEN = 200;

/** From this level on branches are no longer moved to the right: there would be no room for the text. */
const MOST_MOVED = 7;

/** The picture of the routes: a tree of path segments for each kind of host, changed branches marked. */
export function treeSection({ requests: { trees } }: Review, facets: Facets): Html | undefined {
  if (trees.length === 0) return undefined;
  const legend = Object.entries(MARKS).map(
    ([mark, { sign, word }]) =>
      markup`<li><span class="sign ${mark}" aria-hidden="true">${sign}</span>${mark === 'changed' ? 'same match, other outcome' : word}</li>`,
  );
  return markup`<section id="routes" aria-labelledby="routes-title"><h2 id="routes-title">Route tree</h2>
<p class="lead">The paths of the hosts on which something changes, as a tree. Branches without a change are counted where they leave it.</p>
<ul class="legend" aria-label="Signs">${legend}</ul>
<div data-list="tree">${trees.map((tree) => treeCard(tree, facets))}</div></section>`;
}

function treeCard(tree: RouteTree, facets: Facets): Html {
  const { root, where } = tree;
  const open = linesOf(root) <= MOST_OPEN ? markup` open` : undefined;
  return markup`
<details class="card tree-card"${facets.attributes(treeFacts(tree))}${open}><summary>${countHosts(where)}</summary>
<ul class="tree"><li class="node root">${nodeBody(root, 0)}</li></ul>
${toldAsIn(where.map(({ namespace }) => namespace))}${whereDetails(where)}</details>`;
}

function nodeBody(node: RouteTreeNode, level: number): Html {
  const { segment, routes, children } = node;
  const rest = restOf(node);
  const name =
    segment === '' ? markup`<span class="none">every path</span>` : markup`<code>${segment}</code>`;
  const branches = children.map(
    (child) => markup`
<li class="node ${markBelow(child) ?? ''}">${nodeBody(child, level + 1)}</li>`,
  );
  const list =
    routes.length + children.length === 0
      ? undefined
      : markup`<ul${level >= MOST_MOVED ? markup` class="level"` : undefined}>${routes.map(routeLine)}${branches}</ul>`;
  return markup`<div class="segment">${name}${rest}</div>${list}`;
}

/** The count of routes that are not shown: `12 routes unchanged`, or `12 to 14` where hosts differ in it. */
function restOf({ unchanged, unchangedAtMost = unchanged }: RouteTreeNode): Html | undefined {
  if (unchangedAtMost === 0) return undefined;
  const least = unchanged === unchangedAtMost ? '' : `${grouped(unchanged)} to `;
  return markup` <span class="rest">${least}${counted(unchangedAtMost, 'route')} unchanged</span>`;
}

function routeLine(route: RouteTreeRoute): Html {
  const { mark, match, before, after } = route;
  const { sign, word } = MARKS[mark];
  return markup`
<li class="route ${mark}"><span class="sign ${mark}" aria-hidden="true">${sign}</span><span class="vh">${word}: </span><span class="text"><code>${match}</code> <span class="leads">${functions(mark, before, after)}</span> <span class="to">${destinations(route)}</span></span></li>`;
}

/** Where a route leads, before and after where these differ. */
function destinations({ mark, destinationsBefore: from, destinationsAfter: to }: RouteTreeRoute): string {
  if (mark === 'changed') {
    const spell = spellerOf([...from, ...to]);
    const textOf = (all: typeof from) => spellDestinations(all, (text) => text, spell).text;
    const [before, after] = [textOf(from), textOf(to)];
    return weightChanges(from, to) ?? (before === after ? before : `${before} → ${after}`);
  }
  return spellDestinations(mark === 'removed' ? from : to, (text) => text).text;
}

/** Whom a route leads to, before and after where these differ. */
function functions(
  mark: RouteTreeRoute['mark'],
  before: string | undefined,
  after: string | undefined,
): Html | undefined {
  if (mark === 'added' || mark === 'removed' || before === after) {
    const name = after ?? before;
    return name === undefined ? undefined : markup`${name}`;
  }
  return markup`${before ?? 'unknown'} <span aria-hidden="true">→</span><span class="vh"> becomes </span> ${after ?? 'unknown'}`;
}

/** What all changes of a branch have in common: its own colour, else that of a change. */
function markBelow(node: RouteTreeNode): RouteTreeRoute['mark'] | undefined {
  const marks = new Set(marksOf(node));
  const [only] = marks;
  return marks.size > 1 ? 'changed' : only;
}

function marksOf({ routes, children }: RouteTreeNode): readonly RouteTreeRoute['mark'][] {
  const own = routes.map(({ mark }) => mark).filter((mark) => mark !== 'same');
  return [...own, ...children.flatMap(marksOf)];
}

function linesOf({ routes, children }: RouteTreeNode): number {
  return children.reduce((sum, child) => sum + linesOf(child), 1 + routes.length);
}
