/**
 * The page's script: filters entries by the places in their attributes, keeps the filter, and the place that a
 * link led to, in the address behind `#`, and copies requests. It writes no markup, only text and attributes.
 */
export const SCRIPT = `'use strict';
(() => {
  const form = document.getElementById('filters');
  const shown = document.getElementById('shown');
  const selects = [...form.querySelectorAll('select')];
  const facts = (element, name) => element.dataset[name]?.split(' ');
  const entries = [...document.querySelectorAll('[data-entry]')].map((element) => ({
    element,
    team: facts(element, 'team'),
    cluster: facts(element, 'cluster'),
    risk: facts(element, 'risk'),
    list: element.closest('[data-list]'),
    group: element.closest('[data-group]'),
  }));
  const NAMES = { risk: 'risks', request: 'request changes', tree: 'route trees', rollout: 'rollouts', object: 'object changes' };
  const number = (count) => String(count).replace(/\\B(?=(\\d{3})+$)/g, ',');
  const tally = (key) => {
    const counts = new Map();
    for (const entry of entries) {
      if (entry[key] === null) continue;
      const count = counts.get(entry[key]) ?? { shown: 0, all: 0 };
      counts.set(entry[key], { shown: count.shown + !entry.element.hidden, all: count.all + 1 });
    }
    return counts;
  };

  for (const label of document.querySelectorAll('[data-count]')) label.dataset.count = label.textContent;
  for (const list of document.querySelectorAll('[data-list]')) {
    const note = document.createElement('p');
    note.className = 'quiet';
    note.textContent = 'Nothing here fits the filter.';
    note.hidden = true;
    list.after(note);
  }

  const filter = () => {
    const wanted = selects
      .filter((select) => select.value !== '')
      .map((select) => [select.name, select.selectedOptions[0].dataset.place]);
    for (const entry of entries) {
      entry.element.hidden = !wanted.every(([name, place]) => entry[name]?.includes(place) ?? true);
    }
    const parts = [];
    for (const [list, count] of tally('list')) {
      list.nextElementSibling.hidden = count.shown > 0;
      const name = NAMES[list.dataset.list];
      if (name !== undefined) parts.push(number(count.shown) + ' of ' + number(count.all) + ' ' + name);
    }
    for (const [group, count] of tally('group')) {
      group.hidden = count.shown === 0;
      const label = group.querySelector('[data-count]');
      label.textContent = count.shown === count.all ? label.dataset.count : number(count.shown) + ' of ' + number(count.all);
    }
    shown.textContent = wanted.length === 0 ? '' : 'Shown: ' + parts.join(', ');
    form.classList.toggle('active', wanted.length > 0);
  };

  // The id of what the reader went to last.
  let place = '';

  const keep = () => {
    const query = new URLSearchParams();
    for (const { name, value } of selects) if (value !== '') query.set(name, value);
    const isFiltered = query.toString() !== '';
    if (isFiltered && place !== '') query.set('at', place);
    const hash = isFiltered ? query.toString() : place;
    history.replaceState(null, '', hash === '' ? location.href.split('#')[0] : '#' + hash);
  };

  const choose = (query) => {
    for (const select of selects) {
      select.value = query.get(select.name) ?? '';
      if (select.selectedIndex === -1) select.value = '';
    }
    filter();
  };

  const restore = () => {
    const hash = location.hash.slice(1);
    const isLink = hash !== '' && !hash.includes('=');
    const query = new URLSearchParams(isLink ? '' : hash);
    const target = document.getElementById(isLink ? hash : query.get('at') ?? '');
    place = target?.id ?? '';
    // A link within the page says nothing of the filter; if it leads to what the filter hides, it was asked for last.
    if (!isLink || (target !== null && target.closest('[hidden]') !== null)) choose(query);
    if (target === null) return;
    if (isLink) keep();
    for (let element = target; element !== null; element = element.parentElement) {
      if (element.localName === 'details') element.open = true;
    }
    target.scrollIntoView();
  };

  form.addEventListener('change', () => {
    filter();
    keep();
  });
  form.addEventListener('reset', () => {
    setTimeout(() => {
      filter();
      keep();
    });
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', restore);

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const code = button.previousElementSibling;
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = 'Selected';
      }
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
  }

  form.hidden = false;
  restore();
})();
`;
