import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { routingRulesOf } from '../../platform';
import { checkTables, routeTables, type RoutingRules } from '../../routing';
import { explore, literalIndex } from '../../routing/explore';
import { budgetOf, type Language } from '../../routing/text';
import { NOW } from './contract-builders';

const ROOM = join(__dirname, '..', '..', 'routing');
const README = readFileSync(join(ROOM, 'README.md'), 'utf8');
const RULES = routingRulesOf(NOW) as RoutingRules;

const [example = ''] = blocks('yaml');
const [verdict, sets] = blocks('text');

test('the verdict and the witness are what the program reports', () => {
  expect(verdictOn(example)).toBe(verdict);
});

test('without the overlap the table is proved', () => {
  expect(verdictOn(example.replace('/i/1[a-z]*', '/i/x[a-z]*'))).toBe(
    'istio-system/public shop.example.com: proved',
  );
});

test('the sets of routes are what the exploration finds', () => {
  const routes = tablesOf(example).tables[0]?.listeners[0]?.list.routes ?? [];
  const pathOf = (route: number): Language => routes[route]?.path ?? { kind: 'any' };
  const found = new Set<string>();
  const accept = (together: readonly number[]) => void found.add(`{${together.join()}}`);
  explore(
    literalIndex(routes),
    pathOf,
    { accept, isDone: () => false, isSettled: () => false },
    budgetOf(1e6),
  );
  expect([...found].sort((a, b) => a.length - b.length || a.localeCompare(b)).join(' ')).toBe(sets);
});

test('the table of files lists every file of the room', () => {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && basename(file) !== 'index.ts',
  );
  expect(firstColumn('Files').sort()).toEqual(files.sort());
});

test('the table of invariants lists every file that states one, and tests that exist', () => {
  const listed = firstColumn('Invariants');
  const stating = firstColumn('Files').filter((file) =>
    readFileSync(join(ROOM, file), 'utf8').includes('INVARIANT: '),
  );
  expect([...listed].sort()).toEqual([...stating].sort());
  const tests = [...section('Invariants').matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(tests.filter((file) => !existsSync(join(__dirname, file)))).toEqual([]);
});

function tablesOf(manifests: string) {
  return routeTables(
    parseAllDocuments(manifests).map((document) => document.toJS() as unknown),
    RULES,
  );
}

/** One line for each table, and one for each finding. */
function verdictOn(manifests: string): string {
  const { tables, problems } = checkTables(tablesOf(manifests), RULES);
  const verdicts = tables.map(
    ({ gateway, host, orderIndependent }) => `${gateway} ${host}: ${orderIndependent}`,
  );
  const findings = problems.map(({ code, routes = [], witness }) => {
    const names = routes.map(({ virtualService, rule, match }) => `${virtualService} ${rule}.${match}`);
    return `${code} ${names.join(', ')}: ${witness?.method} ${witness?.path}`;
  });
  return [...verdicts, ...findings].join('\n');
}

/** The texts of the README's code blocks in a language, without indentation for those in lists. */
function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^ *\`\`\`${language}\\n([^]*?)\\n *\`\`\``, 'gm'))].map(
    ([, text = '']) => (language === 'text' ? text.replace(/^ +/gm, '') : text),
  );
}

function section(heading: string): string {
  return README.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
}

function firstColumn(heading: string): string[] {
  return [...section(heading).matchAll(/^\| `([^`]+)`/gm)].map(([, file = '']) => file);
}
