import { readFileSync, writeFileSync } from 'node:fs';
import { groupBy } from '../../base';
import { CORPUS, type Share } from './corpus';
import { importObjects } from './legacy';

const PAGE = 'docs/taking-over.md';
const HEADING = '## How much of VirtualServices is imported\n\n';

test('there are forty shapes and more', () => expect(CORPUS.length).toBeGreaterThanOrEqual(40));

test.each(CORPUS)('$what: $share', ({ object, share }) => {
  const result = importObjects([object]);
  const errors = result.findings.filter(({ severity }) => severity === 'error');
  const found: Share =
    errors.length > 0 ? 'not' : result.findings.some(({ code }) => code === 'KF912') ? 'corrected' : 'whole';
  expect([found, errors.map(({ message }) => message)]).toEqual([
    share,
    share === 'not' ? expect.anything() : [],
  ]);
  expect(result.files.size === 0).toBe(share === 'not');
  if (share !== 'not') expect(new Set(result.hosts.map(({ verdict }) => verdict))).toEqual(new Set(['same']));
});

test('the page has the table', () => {
  const words: Readonly<Record<Share, string>> = {
    whole: 'as they are',
    corrected: 'with a correction that is told',
    not: 'not at all',
  };
  const rows = [...groupBy(CORPUS, ({ share }) => share)].map(([share, own]) => {
    const percent = Math.round((own.length / CORPUS.length) * 100);
    return `- **${own.length} of ${CORPUS.length} (${percent} %) ${words[share]}**: ${own.map(({ what }) => what).join('; ')}.\n`;
  });
  const table = rows.join('');
  const page = readFileSync(PAGE, 'utf8');
  const start = page.indexOf(HEADING) + HEADING.length;
  const end = page.indexOf('\n## ', start);
  if (process.env.UPDATE_GOLDEN !== undefined)
    writeFileSync(PAGE, page.slice(0, start) + table + page.slice(end));
  else expect(page.slice(start, end)).toBe(table);
});
