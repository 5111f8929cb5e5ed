// npm run bench:import [-- <functions> [<rounds>]]: what it costs to import the VirtualServices of six clusters, beside reading and parsing them alone, as
// whole processes in one run.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { ENVIRONMENTS } from '../environments';
import { measure, median, type Measured } from './measure';

const ROOT = resolve(__dirname, '..');
const FOLDER = join(ROOT, '.bench/import');
const PEAK = join(ROOT, '.bench/peak');
const ROUNDS = Number(process.argv[3] ?? 3);
const TEAM_SIZE = 50;

/** The VirtualService of a function in a namespace, as a script of the company wrote it. */
function virtualService(index: number, namespace: string): string {
  const team = `team-${String(Math.floor(index / TEAM_SIZE)).padStart(4, '0')}`;
  const ksvc = `${team}-fn-${index}`;
  return `apiVersion: networking.istio.io/${index % 2 === 0 ? 'v1beta1' : 'v1'}
kind: VirtualService
metadata:
  name: ${namespace}-ns-${ksvc}-ksvc-virtualservice
  namespace: kfaas-system
  creationTimestamp: '2021-01-01T00:00:00Z'
spec:
  hosts:
    - ${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local
  gateways:
    - knative-serving/knative-local-gateway
    - knative-serving/knative-ingress-gateway
  http:
    - match:
        - uri:
            prefix: /faas/api/${team}/fn-${index}/${index % 3 === 0 ? 'v1/' : ''}
      rewrite:
        authority: ${ksvc}.${namespace}.svc.cluster.local
      route:
        - destination:
            host: knative-local-gateway.istio-system.svc.cluster.local
            port:
              number: 80
      timeout: ${1 + (index % 60)}s
      retries:
        attempts: 0
`;
}

/** One dump for each cluster, of one function namespace. Returns the words that name them. */
function writeDumps(functions: number): readonly string[] {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  return ENVIRONMENTS.flatMap(({ clusters }) =>
    clusters.map(({ name, functionNamespaces: [namespace = ''] }) => {
      const file = join(FOLDER, `${name}.yaml`);
      const objects = Array.from({ length: functions }, (_, index) => virtualService(index, namespace));
      writeFileSync(file, objects.join('---\n'));
      return `${name}=${file}`;
    }),
  );
}

function run(command: string, args: readonly string[], prepare: () => void = () => undefined): Measured {
  return median(
    Array.from({ length: ROUNDS }, () => {
      prepare();
      return measure(command, args, PEAK);
    }),
  );
}

function line(what: string, { seconds, peakBytes }: Measured, yardstick: Measured): string {
  const ratio = (seconds / yardstick.seconds).toFixed(2);
  return `${what.padEnd(40)} ${seconds.toFixed(1).padStart(7)} s  ${ratio.padStart(6)} ×  ${(peakBytes / 2 ** 20).toFixed(0).padStart(6)} MB\n`;
}

const functions = Number(process.argv[2] ?? 10_000);
const words = writeDumps(functions);
const catalog = join(FOLDER, 'functions');
const fresh = () => rmSync(catalog, { recursive: true, force: true });
process.stdout.write(
  `${functions} VirtualServices in each of ${words.length} clusters; ${cpus().length} cores, ${cpus()[0]?.model ?? ''}, medians of ${ROUNDS}\n`,
);
const parse = run('node', [
  '--require',
  'ts-node/register',
  join(__dirname, 'parse-files.ts'),
  ...readdirSync(FOLDER).map((file) => join(FOLDER, file)),
]);
process.stdout.write(line('read and parse', parse, parse));
const kfaas = join(ROOT, 'cli/kfaas.js');
const imported = run('node', [kfaas, 'import', ...words, '--functions', catalog, '--partial'], fresh);
process.stdout.write(line('kfaas import, into an empty folder', imported, parse));
const again = run('node', [kfaas, 'import', ...words, '--functions', catalog, '--partial']);
process.stdout.write(line('kfaas import, a second time', again, parse));
