import { readFileSync, writeFileSync } from 'node:fs';
import { importRoutes } from '../../app';
import { DEFAULT_NAMES } from '../../base';
import { importReport } from '../../cli/import/report';
import { readSources } from '../../cli/import/sources';
import { renderHuman, sortedFindings, summary } from '../../findings';
import { OPEN_ENVIRONMENTS } from '../fixtures/open-environments';
import { projectFolder } from '../fixtures/project-folder';

const PAGE = 'docs/taking-over.md';
const COMMAND = '$ kfaas import test-cn=docs/examples/legacy/test-cn.yaml --partial\n';

test('the page shows what an import of its example says', () => {
  const inventory = { environments: OPEN_ENVIRONMENTS, names: DEFAULT_NAMES };
  const read = readSources(['test-cn=docs/examples/legacy/test-cn.yaml'], inventory);
  if ('problem' in read) throw new Error(read.problem);
  const { path } = projectFolder();
  const result = importRoutes({
    sources: read.sources,
    inventory,
    functions: `${path}/functions`,
    environmentSource: () => undefined,
    patterns: [],
    teamsBy: { mapping: new Map() },
    isPartial: true,
  });
  const findings = sortedFindings(result.findings);
  const shown = renderHuman(findings, { color: false, source: read.source });
  const files = [...result.files.keys()].map((file) => `new      ${file.slice(path.length + 1)}\n`);
  const expected = `${COMMAND}${importReport(result, DEFAULT_NAMES)}\n${shown}${summary(findings)}\n${files.join('')}`;
  const page = readFileSync(PAGE, 'utf8');
  const start = page.indexOf(COMMAND);
  const end = page.indexOf('```', start);
  if (process.env.UPDATE_GOLDEN !== undefined)
    writeFileSync(PAGE, page.slice(0, start) + expected + page.slice(end));
  else expect(page.slice(start, end)).toBe(expected);
});
