/** How the route tree is drawn: each entry depends on the line of its branch; the line of a change has its colour. */
export const TREE_STYLE = `
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree { margin: 1rem 0 1.25rem; }
.tree ul { padding-left: .55rem; }
.tree li { position: relative; }
.tree .segment { padding: .2rem 0; }
.tree .segment code { font-weight: 600; }
.tree ul > li { padding-left: 1.5rem; --stroke: var(--branch); }
.tree ul > li:not(.same, .root) { --stroke: var(--tone, var(--branch)); }
.tree ul > li::before {
  content: ''; position: absolute; left: 0; top: 0; width: 1.05rem; height: .95rem;
  border: solid var(--branch); border-width: 0 0 2px 2px; border-bottom-color: var(--stroke); border-bottom-left-radius: .5rem;
}
.tree ul > li:not(:last-child)::after {
  content: ''; position: absolute; left: 0; top: 0; bottom: 0; border-left: 2px solid var(--branch);
}
.tree .route { padding-top: .2rem; padding-bottom: .2rem; display: flex; }
.tree .text { min-width: 0; }
.tree .leads, .tree .to { margin-left: .6rem; color: var(--soft); font-size: .875rem; }
.tree .to { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: .8125rem; overflow-wrap: anywhere; }
.tree .route.same code { color: var(--soft); }
.tree .level { padding-left: 0; margin-left: -.95rem; }
.rest { color: var(--soft); font-size: .8125rem; white-space: nowrap; }
.tree .rest { margin-left: .4rem; padding: .1rem .5rem; border-radius: 1rem; background: var(--sunk); }
.sign {
  display: inline-grid; place-items: center; flex: none; width: 1.35rem; height: 1.35rem; margin-right: .5rem;
  border-radius: .3rem; background: var(--tone-ground); color: var(--tone);
  font: 700 .9375rem/1 ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
}
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; margin: 0 0 1rem; padding: 0; font-size: .875rem; color: var(--soft); }
.legend li { display: flex; align-items: center; }
@media (max-width: 40rem) {
  .tree ul { padding-left: .3rem; }
  .tree ul > li { padding-left: 1rem; }
  .tree ul > li::before { width: .7rem; }
}
`;
