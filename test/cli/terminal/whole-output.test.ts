import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KFAAS } from '../kfaas-command';
import { renderedCompany } from '../../fixtures/company';
import { projectFolder } from '../../fixtures/project-folder';

const PROJECT = renderedCompany();

/** Runs a line of shell in which `kfaas` is the command, in a project with manifests. */
function shell(line: string) {
  const script = `kfaas() { "${process.execPath}" "${KFAAS}" "$@"; }; ${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const FULL = '/dev/full';
const onFullDisk = existsSync(FULL) ? test : test.skip;
if (!existsSync(FULL)) process.stderr.write(`SKIPPED: output on a full disk: there is no ${FULL}\n`);

const SAME = 'dist/prod/prod-us dist/prod/prod-us';

onFullDisk.each([
  `diff ${SAME} --fail-on never -o markdown`,
  'check -o json',
  'codeowners',
  'completion bash',
  '--version',
])('kfaas %s, on a full disk, fails and says so', (words) => {
  expect(shell(`kfaas ${words} > ${FULL}`)).toEqual({
    status: 2,
    out: '',
    err: 'cannot write the output: ENOSPC: no space left on device, write\n',
  });
});

onFullDisk('what cannot be said on standard error is a failure too', () => {
  expect(shell(`kfaas diff nowhere 2> ${FULL}`).status).toBe(2);
  expect(shell(`kfaas codeowners > ${FULL} 2> ${FULL}`).status).toBe(2);
});

test('incomplete output is a failure', () => {
  const { path } = projectFolder();
  const file = join(path, 'page');
  // Of what would go beyond a limit the system writes the part that fits, as on a disk that is almost full.
  const { status, err } = shell(
    `ulimit -f 4; trap '' XFSZ; kfaas diff ${SAME} --fail-on never -o html > '${file}'`,
  );
  expect(statSync(file).size).toBeGreaterThan(0);
  expect([status, err]).toEqual([2, 'cannot write the output: EFBIG: file too large, write\n']);
});

test('a reader that stops reading is no failure', () => {
  expect(shell(`kfaas diff ${SAME} --fail-on never -o html | head -0; echo "\${PIPESTATUS[0]}"`)).toEqual({
    status: 0,
    out: '0\n',
    err: '',
  });
});
