import type { ObjectChange } from '../../review/model';
import { renderReviewHtml } from '../../review/view/html/html';
import { hostileReview } from '../review/view/hostile-review';
import { EMPTY_REVIEW, SAMPLE_REVIEW } from '../review/view/sample-review';
import { findChromium } from './find-chromium';
import { startChromium, type Opening, type OpenPage, type PageOpener } from './open-page';

const program = findChromium();
const why = program === undefined ? ' SKIPPED: there is no Chromium on this machine' : '';
if (program === undefined)
  process.stderr.write('SKIPPED: the HTML page of kfaas diff; Chromium is missing\n');

const SAMPLE = renderReviewHtml(SAMPLE_REVIEW);
const PAGES = {
  'a review with all in it': SAMPLE,
  'an empty review': renderReviewHtml(EMPTY_REVIEW),
  'a hostile review': renderReviewHtml(hostileReview()),
};

/** Ids, or, for those without, the kinds, of the entries that are shown, list by list. */
const SHOWN = `Object.fromEntries([...document.querySelectorAll('[data-list]')].map((list) => [
  list.dataset.list,
  [...list.querySelectorAll('[data-entry]')].filter((entry) => entry.checkVisibility({ contentVisibilityAuto: false }) || entry.closest('details:not([open])') !== null && entry.closest('[hidden]') === null)
    .map((entry) => entry.id || entry.querySelector('h3, b, summary').textContent.trim()),
]))`;
const STATUS = `document.getElementById('shown').textContent`;
const FOCUSED = `document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.textContent.trim()`;
const OPEN_ALL = `document.querySelectorAll('details').forEach((details) => { details.open = true; })`;

/** Every text in the page whose contrast to its ground is below 4.5 to 1. */
const PALE = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      if (channels(ground)[3] !== 0) return ground;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...document.body.querySelectorAll('*')].filter((element) =>
    element.localName !== 'script' && element.localName !== 'option' && element.checkVisibility({ visibilityProperty: true }) &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
  const found = texts.flatMap((element) => {
    const [low, high] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    return contrast >= 4.5 ? [] : [contrast.toFixed(2) + ' ' + element.outerHTML.slice(0, 90)];
  });
  return { count: texts.length, found };
})()`;

/** Elements that reach over the right edge, or whose text does. */
const TOO_WIDE = `[...document.body.querySelectorAll('*')].filter((element) => {
  if (!element.checkVisibility() || element.matches('.vh, .skip, caption, thead, thead *')) return false;
  const { right, width } = element.getBoundingClientRect();
  return width > 0 && (right > document.documentElement.clientWidth + 0.5 || (element.localName !== 'select' && getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + 1));
}).map((element) => element.outerHTML.slice(0, 120)).concat(
  document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page itself'] : [])`;

let chromium: PageOpener;
const open = (html: string, opening?: Opening): Promise<OpenPage> => chromium.open(html, opening);

(program === undefined ? describe.skip : describe)(`the page of a review in Chromium${why}`, () => {
  beforeAll(async () => {
    if (program !== undefined) chromium = await startChromium(program);
  });
  afterAll(() => chromium.close());

  describe.each(Object.entries(PAGES))('%s', (_, html) => {
    test('complains of nothing, asks for nothing, and runs nothing foreign', async () => {
      const { ask, complaints, requests } = await open(html);
      await ask(OPEN_ALL);
      await ask(`document.querySelectorAll('[tabindex], a, summary').forEach((element) => element.focus())`);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      expect(await ask('typeof window.__pwned')).toBe('undefined');
      const foreign =
        'img, svg, iframe, object, embed, base, link, [onerror], [onload], [onfocus], [style], [src]';
      expect(await ask(`document.querySelectorAll(${JSON.stringify(foreign)}).length`)).toBe(0);
      expect(await ask(`document.scripts.length`)).toBe(1);
      expect(
        await ask(`[...document.links].every((link) => link.getAttribute('href').startsWith('#'))`),
      ).toBe(true);
    });

    test.each([375, 1280])('has no text beside the page at %i px', async (width) => {
      const { ask } = await open(html, { width });
      await ask(OPEN_ALL);
      expect(await ask(TOO_WIDE)).toEqual([]);
    });

    test.each(['light', 'dark'] as const)('has no pale text in %s', async (scheme) => {
      const { ask } = await open(html, { scheme });
      await ask(OPEN_ALL);
      const { count, found } = (await ask(PALE)) as {
        readonly count: number;
        readonly found: readonly string[];
      };
      expect(found).toEqual([]);
      expect(count).toBeGreaterThan(10);
    });

    test('has headings in order, one main part, and tables whose headers say what they head', async () => {
      const { ask } = await open(html);
      const levels = (await ask(
        `[...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.localName[1]))`,
      )) as readonly number[];
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.every((level, place) => place === 0 || level <= (levels[place - 1] ?? 0) + 1)).toBe(true);
      expect(await ask(`document.querySelectorAll('main').length`)).toBe(1);
      expect(await ask(`document.querySelectorAll('th:not([scope])').length`)).toBe(0);
      expect(await ask(`document.querySelectorAll('select:not([id])').length`)).toBe(0);
      const ids = (await ask(
        `[...document.querySelectorAll('[id]')].map(({ id }) => id)`,
      )) as readonly string[];
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  test('dark is dark, and light is light', async () => {
    const grounds = [];
    for (const scheme of ['light', 'dark'] as const) {
      const { ask } = await open(SAMPLE, { scheme });
      grounds.push(await ask('getComputedStyle(document.body).backgroundColor'));
    }
    expect(grounds).toEqual(['rgb(247, 247, 245)', 'rgb(19, 21, 24)']);
  });

  /** Requests by the severity of their risks. */
  const ALL = {
    risk: ['risk-1', 'risk-2', 'risk-3', 'risk-4'],
    request: ['request-2', 'request-1', 'request-4', 'request-3'],
    object: ['object-1', 'object-2', 'object-3', 'object-4', 'object-5'],
  };
  const shown = async (ask: OpenPage['ask']): Promise<Readonly<Record<string, readonly string[]>>> => {
    const lists = (await ask(SHOWN)) as Readonly<Record<string, readonly string[]>>;
    return { ...lists, object: [...(lists.object ?? [])].sort() };
  };

  test.each([
    [
      'a team',
      '#team=saas',
      { risk: ['risk-2', 'risk-4'], request: ['request-1'], object: ['object-1', 'object-2'] },
      'Shown: 2 of 4 risks, 1 of 1 route trees, 1 of 4 request changes, 4 of 4 rollouts, 2 of 5 object changes',
    ],
    [
      'a cluster',
      '#cluster=prod%2Fprod-cn',
      { risk: ALL.risk, request: ['request-2', 'request-1', 'request-4'], object: ['object-1', 'object-2'] },
      'Shown: 4 of 4 risks, 1 of 1 route trees, 3 of 4 request changes, 1 of 4 rollouts, 2 of 5 object changes',
    ],
    [
      'a risk',
      '#risk=KF801',
      { risk: ['risk-2'], request: ['request-1'], object: ['object-1'], equivalent: [] },
      'Shown: 1 of 4 risks, 1 of 1 route trees, 1 of 4 request changes, 4 of 4 rollouts, 1 of 5 object changes',
    ],
    [
      'a team, a cluster and a risk',
      '#team=search&cluster=test%2Ftest-cn&risk=KF806',
      { risk: [], request: [], object: [] },
      'Shown: 0 of 4 risks, 1 of 1 route trees, 0 of 4 request changes, 2 of 4 rollouts, 0 of 5 object changes',
    ],
    ['nothing that is there', '#team=nobody&cluster=&risk=%00', ALL, ''],
  ])('an address that names %s shows just that', async (_, hash, expected, status) => {
    const { ask, complaints } = await open(SAMPLE, { hash });
    expect(await shown(ask)).toMatchObject(expected);
    expect(await ask(STATUS)).toBe(status);
    expect(complaints).toEqual([]);
  });

  test('the keyboard alone reaches the filters, sets them, and takes them back', async () => {
    const { ask, press } = await open(SAMPLE);
    await press('Tab');
    expect(await ask(FOCUSED)).toBe('#main');
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab');
    expect(await ask(FOCUSED)).toBe('#objects');
    await press('Tab');
    expect(await ask(FOCUSED)).toBe('filter-team');
    expect(await ask(`getComputedStyle(document.activeElement).outlineStyle`)).toBe('solid');
    // Teams: growth, ops, render, saas, search, trade.
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await ask('location.hash')).toBe('#team=saas');
    expect((await shown(ask)).request).toEqual(['request-1']);
    await press('Tab', 'ArrowDown');
    expect(await ask('location.hash')).toBe('#team=saas&cluster=test%2Ftest-cn');
    expect((await shown(ask)).risk).toEqual(['risk-2']);
    await press('Tab', 'ArrowDown', 'ArrowDown');
    expect(await ask('location.hash')).toBe('#team=saas&cluster=test%2Ftest-cn&risk=KF803');
    expect((await shown(ask)).risk).toEqual([]);
    await press('Tab');
    expect(await ask(FOCUSED)).toBe('Show all');
    await press('Enter');
    await ask('new Promise((resolve) => setTimeout(resolve))');
    expect(await shown(ask)).toMatchObject(ALL);
    expect(await ask('location.hash')).toBe('');
    expect(await ask(STATUS)).toBe('');
  });

  test('the keyboard alone skips to the changes, opens what is closed, and follows links', async () => {
    const { ask, press } = await open(SAMPLE);
    await press('Tab', 'Enter');
    expect(await ask(FOCUSED)).toBe('main');
    // The first risk: its request, the button that copies it, and the change that it was seen in.
    await press('Tab', 'Tab', 'Tab');
    expect(await ask(FOCUSED)).toBe('#request-2');
    await press('Enter');
    expect(await ask('location.hash')).toBe('#request-2');
    expect(await ask(`document.getElementById('request-2').getBoundingClientRect().top < innerHeight`)).toBe(
      true,
    );
    await ask(`document.querySelector('#request-2 summary').focus()`);
    await press('Enter');
    expect(await ask(`document.querySelector('#request-2 details').open`)).toBe(true);
    await press('Space');
    expect(await ask(`document.querySelector('#request-2 details').open`)).toBe(false);
  });

  test('every link and button can be reached by Tab, in the order of the page', async () => {
    const { ask, press } = await open(SAMPLE);
    const wanted = (await ask(
      `[...document.querySelectorAll('a, select, button, summary, code[tabindex]')].filter((element) => element.checkVisibility({ visibilityProperty: true })).length`,
    )) as number;
    const order: number[] = [];
    for (let count = 0; count < wanted; count += 1) {
      await press('Tab');
      order.push(
        (await ask(`[...document.querySelectorAll('*')].indexOf(document.activeElement)`)) as number,
      );
    }
    expect(wanted).toBeGreaterThan(40);
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
  });

  test('a link within the page keeps the filter, and the address keeps both', async () => {
    const { ask, press, page } = await open(SAMPLE, { hash: '#team=saas' });
    await ask(`document.querySelector('.summary a[href="#objects"]').focus()`);
    await press('Enter');
    await ask('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await ask('location.hash')).toBe('#team=saas&at=objects');
    expect((await shown(ask)).request).toEqual(['request-1']);
    await page.reload();
    expect((await shown(ask)).request).toEqual(['request-1']);
    expect(
      await ask(
        `document.getElementById('objects').getBoundingClientRect().top < innerHeight && scrollY > 0`,
      ),
    ).toBe(true);
    await ask(`document.querySelector('button[type=reset]').click()`);
    await ask('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await ask('location.hash')).toBe('#objects');
    expect(await shown(ask)).toMatchObject(ALL);
    await page.goBack();
    await ask('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await ask('location.hash')).toBe('#team=saas');
    expect((await shown(ask)).request).toEqual(['request-1']);
  });

  test('an address that names a place opens it', async () => {
    const { ask, complaints } = await open(SAMPLE, { hash: '#team=saas&at=object-2' });
    expect(await ask(`document.getElementById('object-2').open`)).toBe(true);
    expect((await shown(ask)).object).toEqual(['object-1', 'object-2']);
    const { ask: askOther } = await open(SAMPLE, { hash: '#team=saas&at=nowhere' });
    expect((await shown(askOther)).object).toEqual(['object-1', 'object-2']);
    expect(complaints).toEqual([]);
  });

  test('a link to what the filter hides takes the filter back', async () => {
    const { ask } = await open(SAMPLE, { hash: '#team=trade' });
    expect((await shown(ask)).object).toEqual([]);
    await ask(`location.hash = '#object-2'`);
    await ask('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await shown(ask)).toMatchObject(ALL);
    expect(await ask(`document.getElementById('object-2').open`)).toBe(true);
  });

  test('a request can be copied', async () => {
    const { ask, page } = await open(SAMPLE);
    await page.click('#request-2 [data-copy]');
    await page.waitForFunction(`document.querySelector('#request-2 [data-copy]').textContent !== 'Copy'`);
    expect(['Copied', 'Selected']).toContain(
      await ask(`document.querySelector('#request-2 [data-copy]').textContent`),
    );
    expect(await ask(`document.querySelector('#request-2 .witness code').textContent`)).toBe(
      `DELETE /faas/api/trade/invoice/?force=yes -H 'x-tenant: kjl-a'`,
    );
  });

  test('without scripts everything is there, and no control that would do nothing', async () => {
    const { ask, press } = await open(SAMPLE, { scripts: false, hash: '#team=saas' });
    expect(await shown(ask)).toMatchObject(ALL);
    expect(
      await ask(
        `[...document.querySelectorAll('form, button')].filter((element) => element.checkVisibility()).length`,
      ),
    ).toBe(0);
    await ask(`document.querySelector('#object-2 > summary').focus()`);
    await press('Enter');
    expect(await ask(`document.querySelector('#object-2 table').checkVisibility()`)).toBe(true);
  });

  test('on paper there are no controls, and the text is dark on white', async () => {
    const { ask, page } = await open(SAMPLE, { scheme: 'dark' });
    await page.emulateMediaType('print');
    expect(
      await ask(
        `[...document.querySelectorAll('form, button')].filter((element) => element.checkVisibility()).length`,
      ),
    ).toBe(0);
    expect(
      await ask(`[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]`),
    ).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  });

  test('on paper every value is to be read, and what the filter leaves, but no table of places', async () => {
    const many = Array.from({ length: 30 }, () => SAMPLE_REVIEW.objects).flat();
    const { ask, page } = await open(renderReviewHtml({ ...SAMPLE_REVIEW, objects: many }), {
      hash: '#team=saas',
    });
    await page.emulateMediaType('print');
    const seen = (selector: string) =>
      ask(
        `[...document.querySelectorAll('${selector}')].filter((element) => element.checkVisibility({ contentVisibilityAuto: true })).length`,
      );
    const count = (selector: string) =>
      ask(
        `[...document.querySelectorAll('${selector}')].filter((element) => element.closest('[hidden]') === null).length`,
      );
    expect(await ask(`document.querySelectorAll('.group[open], .object[open]').length`)).toBe(0);
    // The browser lays out what the style of print opens when it next draws.
    await ask('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
    expect(await count('.object table')).toBeGreaterThan(0);
    expect(await seen('.object table')).toBe(await count('.object table'));
    expect(await seen('.where table, .where ul')).toBe(0);
    expect(await seen('.shown')).toBe(1);
    expect(await seen('select, button, label')).toBe(0);
  });

  test('beside a narrow page no name breaks within a word', async () => {
    const { ask } = await open(SAMPLE, { width: 400 });
    await ask(OPEN_ALL);
    const narrow = `[...document.querySelectorAll('.stack th[scope=row]')].filter((cell) => cell.getBoundingClientRect().width < cell.parentElement.getBoundingClientRect().width - 1).length`;
    expect(await ask(narrow)).toBe(0);
  });

  test('5,000 object changes stand in closed groups, and are counted as the filter leaves them', async () => {
    const [first] = SAMPLE_REVIEW.objects;
    if (first === undefined) throw new Error('no object');
    const objects = Array.from({ length: 5000 }, (_, index): ObjectChange => ({
      ...first,
      object: { ...first.object, name: `v${index}` },
      before: { metadata: { labels: { 'kfaas.io/team': index % 5 === 0 ? 'saas' : 'ops' } } },
    }));
    const { ask } = await open(renderReviewHtml({ ...EMPTY_REVIEW, objects }), { hash: '#team=saas' });
    expect(await ask(STATUS)).toBe('Shown: 1,000 of 5,000 object changes');
    expect(await ask(`document.querySelector('[data-count]').textContent`)).toBe('1,000 of 5,000');
    expect(await ask(`document.querySelectorAll('[data-group]:not([open])').length`)).toBe(1);
  });
});
