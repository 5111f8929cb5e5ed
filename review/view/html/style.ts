import { COLORS } from './colors';
import { TREE_STYLE } from './tree-style';

const PAGE = `
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 6rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  overflow-wrap: anywhere;
}
.page { max-width: 64rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 4rem; }
code { font: .875em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .25rem; }
main:focus { outline: none; }
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
p { margin: 0; }
.vh {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 3; padding: .6rem 1rem; background: var(--paper); }
.skip:focus { top: .75rem; }
.quiet, .lead, .help, .as-in, footer { color: var(--soft); }
.none { color: var(--soft); font-style: italic; }
.label { color: var(--soft); font-size: .8125rem; }
`;

const TOP = `
.top { padding: clamp(2rem, 6vw, 4rem) 0 1.5rem; }
.what { color: var(--soft); margin-bottom: 1.25rem; }
.what b { color: var(--ink); margin-right: .5rem; }
h1 { display: flex; gap: .8rem; align-items: center; font-size: clamp(1.75rem, 5vw, 2.75rem); font-weight: 680; letter-spacing: -.025em; }
.verdict {
  flex: none; display: grid; place-items: center; width: 1.4em; height: 1.4em; border-radius: 50%;
  background: var(--tone-ground); color: var(--tone); font-size: .8em;
}
.top > .lead { margin-top: .75rem; max-width: 46rem; font-size: 1.0625rem; }
.summary { list-style: none; display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 1.75rem 0 0; padding: 1.1rem 0 0; border-top: 1px solid var(--line); }
.summary a { display: block; color: var(--ink); text-decoration: none; font-size: .9375rem; }
.summary a:hover { color: var(--link); }
.summary b { display: block; font-size: 1.625rem; line-height: 1.2; font-weight: 620; font-variant-numeric: tabular-nums; }
.summary small { display: block; color: var(--soft); font-size: .8125rem; }
.callout { margin: 1.25rem 0; padding: .9rem 1.15rem; border-radius: .6rem; background: var(--tone-ground); }
.callout h2, .callout h3 { margin-bottom: .25rem; font-size: .9375rem; color: var(--tone); }
.callout ul { margin: 0; padding-left: 1.1rem; }
.callout .help, .callout .quiet { color: inherit; }
.filters {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center;
  margin: 0 -.75rem; padding: .7rem .75rem; background: var(--ground); border-bottom: 1px solid var(--line); font-size: .875rem;
}
.filters:not(:has(select)) { display: none; }
.filters label { color: var(--soft); min-width: 0; }
select, button {
  max-width: 100%; padding: .4rem .65rem; border: 1px solid var(--line); border-radius: .45rem;
  background: var(--paper); color: var(--ink); font: inherit; font-size: .875rem;
}
select { max-width: 14rem; margin-left: .3rem; text-overflow: ellipsis; }
button { cursor: pointer; }
button:hover, select:hover { border-color: var(--soft); }
.filters button { visibility: hidden; }
.filters.active button { visibility: visible; }
.shown { flex-basis: 100%; color: var(--soft); font-variant-numeric: tabular-nums; }
.shown:empty { display: none; }
`;

const CARDS = `
section { padding-top: 2.75rem; }
h2 { margin-bottom: 1rem; font-size: 1.375rem; font-weight: 650; letter-spacing: -.01em; }
section > .lead { margin: -.5rem 0 1rem; max-width: 46rem; }
.sub { margin: 2rem 0 .75rem; font-size: 1.0625rem; }
.cards, .rows, .links, .files, .destinations, .except ul { list-style: none; margin: 0; padding: 0; }
.card, .group {
  margin-bottom: .9rem; padding: 1.15rem 1.35rem; background: var(--paper);
  border: 1px solid var(--line); border-left: 3px solid var(--tone, var(--line)); border-radius: .6rem;
}
.group, .tree-card { border-left-width: 1px; }
.group { padding: .25rem 1.35rem; }
.card > article > * + *, .card > * + *, .object-body > * + * { margin-top: .7rem; }
.card h3 { font-size: 1.0625rem; font-weight: 620; }
.card h3 code { font-size: 1rem; }
.kicker { display: flex; flex-wrap: wrap; gap: .35rem .6rem; align-items: center; font-size: .8125rem; color: var(--soft); }
.kicker + h3 { margin-top: .45rem !important; }
.badge {
  display: inline-block; padding: .1rem .55rem; border-radius: 1rem; background: var(--tone-ground); color: var(--tone);
  font-size: .8125rem; font-weight: 600; text-decoration: none;
}
a.badge:hover { text-decoration: underline; }
.where > * + * { margin-top: .6rem; }
.route-line { font-size: .875rem; }
.code { font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
.and { color: var(--soft); font-size: .9375rem; font-weight: 400; }
.except { display: flex; gap: .4rem; color: var(--soft); font-size: .9375rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
.side { padding: .7rem .9rem; background: var(--sunk); border-radius: .5rem; min-width: 0; }
.side + .side { position: relative; }
.side + .side::before {
  content: '→'; position: absolute; left: -1.35rem; top: 50%; width: 1.95rem; height: 1.95rem; margin-top: -.975rem; display: grid;
  place-items: center; border-radius: 50%; background: var(--paper); color: var(--soft); border: 1px solid var(--line);
}
.function { font-weight: 620; }
.destinations { font-size: .875rem; color: var(--soft); }
.share { white-space: nowrap; color: var(--ink); font-weight: 600; }
.witness { display: flex; gap: .7rem; align-items: baseline; padding: .5rem .5rem .5rem .9rem; border: 1px solid var(--line); border-radius: .5rem; }
.witness code { flex: 1; min-width: 0; user-select: all; }
.witness button { padding: .2rem .65rem; }
.places { font-size: .875rem; color: var(--soft); }
.places span { display: inline-block; max-width: 100%; margin-right: .8rem; }
.places b { color: var(--ink); font-weight: 600; }
.links { display: flex; flex-wrap: wrap; gap: .25rem .8rem; font-size: .875rem; }
.foot { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding-top: .15rem; }
.teams, .as-in, .at { font-size: .875rem; color: var(--soft); }
.row { padding: .8rem 0; border-top: 1px solid var(--line); }
.row .change { margin: .2rem 0; }
.row .where, .row .change { padding-left: 1.85rem; }
.steps, .needs { margin-bottom: 0; padding-left: 1.4rem; }
.steps li + li { margin-top: .2rem; }
.needs > li + li { margin-top: 1rem; }
.needs .witness { margin-top: .5rem; }
.step-list { display: block; padding-left: 1rem; }
.step-list span { display: block; }
summary { cursor: pointer; width: fit-content; max-width: 100%; padding: .15rem 0; color: var(--soft); font-size: .875rem; }
summary:hover { color: var(--ink); }
.tree-card > summary { font-size: 1rem; font-weight: 620; color: var(--ink); }
.group > summary { padding: .65rem 0; }
.group h3 { display: inline; font-size: 1rem; color: var(--ink); }
.group .rest { margin-left: .4rem; }
.object { border-top: 1px solid var(--line); padding: .55rem 0; }
.object > summary { color: var(--ink); font-size: .9375rem; }
.meaning { color: var(--soft); }
.object-body { padding: .7rem 0 .5rem 1.85rem; }
.files { font-size: .875rem; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; color: var(--soft); font-size: .8125rem; padding-bottom: .25rem; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: 400; }
thead th { border: 0; padding: 0 .75rem .25rem 0; color: var(--soft); font-size: .8125rem; }
.progress { width: auto; max-width: 100%; display: block; overflow-x: auto; }
.progress td { text-align: center; font-variant-numeric: tabular-nums; }
.progress td:last-child { text-align: left; }
.progress .added, .progress .removed { color: var(--tone); font-weight: 700; }
.fields, .hosts { table-layout: fixed; }
.hosts th:first-child { width: 18%; }
.hosts th:nth-child(3) { width: 5rem; }
.fields th:first-child { width: 30%; }
.value { white-space: pre-wrap; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; }
`;

const NARROW = `
@media (max-width: 40rem) {
  html { scroll-padding-top: 1rem; }
  .summary { display: grid; grid-template-columns: 1fr 1fr; }
  .filters { position: static; }
  .filters:not(.active) button { display: none; }
  .filters label { display: flex; width: 100%; justify-content: space-between; align-items: center; }
  .card, .group { padding-left: 1rem; padding-right: 1rem; }
  .sides { grid-template-columns: 1fr; }
  .side + .side::before { content: '↓'; left: 1.5rem; top: -.375rem; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack caption, .stack tbody, .stack tr, .stack th, .stack td { display: block; width: auto; }
  .stack.fields th:first-child, .stack.hosts th:first-child, .stack.hosts th:nth-child(3) { width: auto; }
  .stack tr { padding: .5rem 0; border-top: 1px solid var(--line); }
  .stack th, .stack td { padding: .1rem 0; border: 0; }
  .stack td::before { content: attr(data-label) ': '; color: var(--soft); }
  .object-body, .row .where, .row .change { padding-left: 0; }
}
@media print {
  body { font-size: 10pt; }
  .skip, button, .filters:not(.active), .filters > :not(.shown) { display: none !important; }
  .filters { position: static; margin: 0; padding: 0; border: 0; }
  .card, .row, .object { break-inside: avoid; }
  details:not(.where)::details-content { content-visibility: visible; height: auto; }
  .fields th:first-child { width: 42%; }
  h2, h3 { break-after: avoid; }
}
@media (forced-colors: active) {
  .badge, .sign, .verdict { border: 1px solid; }
}
`;

/** The page's style. */
export const STYLE = [COLORS, PAGE, TOP, CARDS, TREE_STYLE, NARROW].join('');
