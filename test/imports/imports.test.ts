import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../fixtures/project-folder';

const ROOT = resolve(__dirname, '../..');

test('imports/ is what cdk8s import makes of crds/', () => {
  const { path } = projectFolder();
  for (const name of ['crds', 'cdk8s.yaml']) cpSync(join(ROOT, name), join(path, name), { recursive: true });
  const cdk8s = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  // No proxy, no network: everything that is imported is in crds/.
  const args = [cdk8s, 'import', '--language', 'typescript', '--output', 'imports', '--check-upgrade=false'];
  execFileSync(process.execPath, args, { cwd: path, stdio: 'pipe' });
  const names = readdirSync(join(path, 'imports'));
  expect(readdirSync(join(ROOT, 'imports'))).toEqual(names);
  for (const name of names) {
    const made = readFileSync(join(path, 'imports', name), 'utf8');
    expect(readFileSync(join(ROOT, 'imports', name), 'utf8')).toBe(made);
  }
});
