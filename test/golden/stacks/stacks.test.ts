import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFolder } from '../golden-folder';
import { changedLines } from './changed-lines';
import { STACKS_ENVIRONMENT } from './environment';
import { explained, type ExplainedLine } from './explanations';

const { outcome, files, expected } = goldenFolder(
  { environments: [STACKS_ENVIRONMENT], functions: join(__dirname, 'functions') },
  join(__dirname, 'expected'),
);

test('nothing is wrong; what these versions do and what nobody tried is said', () => {
  const said = outcome.findings.map(({ code, severity, message }) => `${code} ${severity}: ${message}`);
  expect(said).toEqual([
    'KF704 warning: functions that KFaas renders run without capabilities, runAsNonRoot, automountServiceAccountToken, allowPrivilegeEscalation, seccompProfile on istio-1-0 (Knative 0.7), istio-1-1 (Knative 0.8), istio-1-4 (Knative 0.14), istio-1-5 (Knative 0.15): Knative refuses or drops it there',
    'KF504 warning: Knative 1.23 was not tested with Istio 1.30',
    'KF505 warning: Istio 1.1.7 retries a failed request 2 times by default, and this cannot be turned off: it refuses retries of 0 attempts',
    'KF505 warning: on Knative 0.7 the local gateway knows Knative Services with the label serving.knative.dev/visibility: cluster-local alone; requests to others end in 404',
    'KF505 warning: on Knative 0.8 the local gateway knows Knative Services with the label serving.knative.dev/visibility: cluster-local alone; requests to others end in 404',
    'KF510 warning: the certificate of open.example.com is asked for by 7 clusters with HTTP-01, and the challenge of one may reach another: istio-1-0, istio-1-1, istio-1-4, istio-1-5, istio-1-28, istio-1-29, istio-1-30',
    'KF516 warning: an Ingress has no exact paths before Kubernetes 1.18: open.example.com exposes all that begins with /faas/api/lab/status, on istio-1-0, istio-1-1, istio-1-4, istio-1-5',
  ]);
});

test('each of the seven stacks gets the files that are expected', () => {
  expect([...files.keys()]).toEqual([...expected.keys()]);
  // The bound of functions comes with Istio 1.5.
  expect(files.size).toBe(7 * 26 + 4);
});

test.each([...files])('%s', (file, text) => {
  expect(text).toBe(expected.get(file));
});

/** Each stack with the one after it, and every line that differs between their golden folders. */
const pairs = STACKS_ENVIRONMENT.clusters.slice(1).flatMap((newer, index) => {
  const older = STACKS_ENVIRONMENT.clusters[index];
  if (older === undefined) return [];
  const lines = changedLines(folderOf(older.name), folderOf(newer.name));
  return [
    { name: `${older.name} to ${newer.name}`, lines: explained(lines, older.platform, newer.platform) },
  ];
});

test.each(pairs)('$name: each line that differs follows from something in the tables', ({ lines }) => {
  expect(lines.filter(({ because }) => because === 'nothing')).toEqual([]);
});

test.each(pairs)('$name: these are the lines', ({ name, lines }) => {
  const file = join(__dirname, 'changes', `${name.replaceAll(' ', '-')}.txt`);
  const text = summary(lines);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(text);
});

/** The golden files of one cluster, by their paths below its folder. */
function folderOf(cluster: string): Map<string, string> {
  const folder = `test/${cluster}/`;
  const ofCluster = [...expected].filter(([path]) => path.startsWith(folder));
  return new Map(ofCluster.map(([path, text]) => [path.slice(folder.length), text]));
}

/** The lines by kind and reason, each with the number of times that it comes or goes. */
function summary(lines: readonly ExplainedLine[]): string {
  const groups = new Map<string, Map<string, number>>();
  for (const { kind, because, sign, text } of lines) {
    const title = `${kind}: ${because}`;
    const group = groups.get(title) ?? new Map<string, number>();
    groups.set(title, group);
    group.set(`${sign}${text}`, (group.get(`${sign}${text}`) ?? 0) + 1);
  }
  const blocks = [...groups].sort().map(([title, group]) => {
    const counted = [...group].map(([line, count]) => `${String(count).padStart(4)} x ${line}`);
    return `${[title, ...counted].join('\n')}\n`;
  });
  return blocks.join('\n');
}
