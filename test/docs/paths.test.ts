import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderedCompany } from '../fixtures/company';
import { ROOT } from './page';

const COMPANY = renderedCompany();

const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Folders at the top level that are in the repository. */
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
  .map(({ name }) => name);

/** Whether a text in backticks is a path of the repository, without placeholders and patterns. */
function isPath(text: string): boolean {
  const [first = ''] = text.split('/');
  const isInFolder = text.includes('/') && FOLDERS.includes(first);
  return (isInFolder || text === 'main.ts') && /^[\w./-]+$/.test(text);
}

/** A page may name functions and manifests of the tests' company: teams rename and remove their own. */
function exists(path: string): boolean {
  return [ROOT, COMPANY].some((folder) => existsSync(join(folder, path)));
}

test.each(PAGES)('every path that %s names exists', (page) => {
  const named = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`([^`\n]+)`/g)].map(
    ([, text = '']) => text,
  );
  const missing = named.filter((text) => isPath(text) && !exists(text));
  expect(missing).toEqual([]);
});
