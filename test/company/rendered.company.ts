import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProgram } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

/** Runs .ci/rendered in a project. */
function isRendered(path: string) {
  const { status, stdout, stderr } = spawnSync('bash', ['.ci/rendered'], { cwd: path, encoding: 'utf8' });
  return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n') };
}

test('.ci/rendered compares the committed files with the catalog', () => {
  const { path, add } = projectFolder();
  copyProgram(path, ['test', 'bench', 'docs']);
  const command = 'node cli/kfaas.js synth && node cli/kfaas.js codeowners > .github/CODEOWNERS';
  spawnSync('bash', ['-c', command], { cwd: path });
  const good = isRendered(path);
  expect([good.status, good.lines[0], ...good.lines.slice(-2)]).toEqual([
    0,
    '.github/CODEOWNERS matches the catalog',
    'dist/ is what the catalog renders',
    'schemas/ names the environments and clusters',
  ]);

  const schema = join(path, 'schemas/function.schema.json');
  writeFileSync(schema, readFileSync(schema, 'utf8').replaceAll('prod-us', 'prod-uk'));
  const names = isRendered(path);
  expect([names.status, names.lines.at(-1)]).toEqual([
    1,
    'schemas/ did not name the environments and clusters that there are: commit it as it is now',
  ]);
  expect(readFileSync(schema, 'utf8')).toContain('prod-us');

  const team = join(path, 'functions/saas/team.yaml');
  const text = readFileSync(team, 'utf8');
  writeFileSync(team, `${text}owners: ['@example/saas']\n`);
  const owners = isRendered(path);
  expect([owners.status, owners.lines.at(-1)]).toEqual([
    1,
    ".github/CODEOWNERS does not match the catalog: run 'npx --no -- kfaas codeowners > .github/CODEOWNERS'",
  ]);
  writeFileSync(team, text);

  add({ 'functions/saas/tea.yaml': 'runtime: nodejs\n' });
  const stale = isRendered(path);
  expect([stale.status, stale.lines.at(-1)]).toEqual([
    1,
    "dist/ is not what the catalog renders: run 'npm run synth' and commit the result",
  ]);

  writeFileSync(team, 'contact: [\n');
  expect(isRendered(path).status).not.toBe(0);
});
