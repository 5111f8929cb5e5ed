// npm run bench:hosts [-- <rounds>]: compares the check of a mesh of many small hosts with reading and parsing its manifests, as
// ratios in one run on one machine. Each round is a process of its own, since a check of this size is over before code is optimized.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readInputs, toYamlDocuments } from '../manifests';
import { ROUTING_RULES_RANGE, routingRulesOf } from '../platform';
import { checkTables, routeTables } from '../routing';

const ROOT = resolve(__dirname, '..');
const HOSTS = 70;
const VIRTUAL_SERVICES = 10;

/** The times of one process, in milliseconds. */
interface Measured {
  /** Reading and parsing the manifests. */
  readonly read: number;
  /** Making tables and checking them. */
  readonly check: number;
}

/** A Gateway, and VirtualServices of five namespaces: ten for each host, with a prefix, and a regex if asked for. */
function meshOf(hasRegexes: boolean): object[] {
  const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }];
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers },
  };
  const virtualServices = Array.from({ length: HOSTS * VIRTUAL_SERVICES }, (_, index) => {
    const [host, own] = [index % HOSTS, Math.floor(index / HOSTS)];
    const regexes = hasRegexes ? [{ uri: { regex: `/items-${own}/[0-9]+` } }] : [];
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: `v${index}`, namespace: `team-${host % 5}` },
      spec: {
        hosts: [`h${host}.example.com`],
        gateways: ['istio-system/public'],
        http: [
          {
            match: [{ uri: { prefix: `/api-${own}/` } }, ...regexes],
            route: [{ destination: { host: `service-${own}` } }],
          },
        ],
      },
    };
  });
  return [gateway, ...virtualServices];
}

function measure(folder: string): Measured {
  const rules = routingRulesOf(ROUTING_RULES_RANGE.newest);
  if (rules === undefined) throw new Error('no rules');
  const start = performance.now();
  const { objects } = readInputs([folder], { kinds: ['VirtualService', 'Gateway'] });
  const parsed = performance.now();
  const tables = routeTables(
    objects.map(({ object }) => object),
    rules,
  );
  const { tables: verdicts } = checkTables(tables, rules);
  const end = performance.now();
  if (verdicts.length !== HOSTS || verdicts.some(({ orderIndependent }) => orderIndependent !== 'proved')) {
    throw new Error('not proved');
  }
  return { read: parsed - start, check: end - parsed };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function inProcess(folder: string): Measured {
  const args = ['--require', 'ts-node/register/transpile-only', __filename, 'measure', folder];
  const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Measured;
}

function main(rounds: number): void {
  const [cpu] = cpus();
  process.stdout.write(
    `${cpu?.model ?? 'unknown processor'}, Node.js ${process.version}; median of ${rounds} processes\n`,
  );
  process.stdout.write(`${HOSTS * VIRTUAL_SERVICES} VirtualServices on ${HOSTS} hosts\n`);
  for (const hasRegexes of [false, true]) {
    const folder = mkdtempSync(join(tmpdir(), 'kfaas-hosts-'));
    writeFileSync(join(folder, 'mesh.yaml'), toYamlDocuments(meshOf(hasRegexes)));
    const samples = Array.from({ length: rounds }, () => inProcess(folder));
    rmSync(folder, { recursive: true });
    const [read, check] = [median(samples.map((one) => one.read)), median(samples.map((one) => one.check))];
    const ratio = median(samples.map((one) => (one.read + one.check) / one.read));
    const mix = hasRegexes ? 'a prefix and a regex each' : 'a prefix each            ';
    process.stdout.write(
      `${mix}  read ${read.toFixed(0)} ms, check ${check.toFixed(0)} ms, both / read ${ratio.toFixed(2)}\n`,
    );
  }
}

const [command, argument] = process.argv.slice(2);
if (command === 'measure') process.stdout.write(JSON.stringify(measure(argument ?? '')));
else main(Number(command ?? 7));
