// npm run bench:mesh: measures Envoy with many routes on one host, which it tries one by one. Uses a real istiod and a real
// Envoy (test/mesh/prepare.sh); the baseline is the table of 10 routes in the same run.
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { findBinaries } from '../test/mesh/binaries';
import { startMesh } from '../test/mesh/mesh';

const GATEWAY = 'ns/gw';
const HOST = 'h.example';
const COUNTS = [10, 700, 10_000];
const REQUESTS = 3000;
const CONCURRENCY = 16;

/** Returns one VirtualService for each function, as KFaas renders them, with a direct response of Envoy. */
function tableOf(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `fn-${String(index).padStart(5, '0')}`, namespace: 'kfaas-system' },
    spec: {
      hosts: [HOST],
      gateways: [GATEWAY],
      http: [{ match: [{ uri: { prefix: pathOf(index) } }], directResponse: { status: 200 } }],
    },
  }));
}

function pathOf(index: number): string {
  return `/faas/api/team-${Math.floor(index / 50)}/fn-${index}/`;
}

/** Sends concurrent requests for one path. Returns the requests per second and the median time in milliseconds. */
async function measure(
  port: number,
  path: string,
): Promise<{ readonly rate: number; readonly median: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const times: number[] = [];
  const once = () =>
    new Promise<void>((done, failed) => {
      const start = performance.now();
      const sent = request({ agent, port, host: '127.0.0.1', path, headers: { host: HOST } }, (response) => {
        if (response.statusCode !== 200) failed(new Error(`status ${response.statusCode ?? 0} for ${path}`));
        response.resume().on('end', () => {
          times.push(performance.now() - start);
          done();
        });
      });
      sent.on('error', failed).end();
    });
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let sent = 0; sent < REQUESTS / CONCURRENCY; sent += 1) await once();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { rate: times.length / seconds, median: times[Math.floor(times.length / 2)] ?? Number.NaN };
}

async function main(): Promise<void> {
  const binaries = findBinaries();
  if ('missing' in binaries) {
    process.stderr.write(`missing: ${binaries.missing.join(', ')}; run test/mesh/prepare.sh first\n`);
    process.exitCode = 2;
    return;
  }
  const mesh = await startMesh(binaries, [GATEWAY]);
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores`;
  process.stdout.write(`${machine}, ${REQUESTS} requests, ${CONCURRENCY} at once\n`);
  process.stdout.write('routes  route   requests/s  median ms  median / that of 10 routes\n');
  let baseline: number | undefined;
  try {
    for (const count of COUNTS) {
      await mesh.load(tableOf(count));
      for (const [which, index] of [
        ['first', 0],
        ['last', count - 1],
      ] as const) {
        await measure(mesh.portOf(GATEWAY), pathOf(index));
        const { rate, median } = await measure(mesh.portOf(GATEWAY), pathOf(index));
        baseline ??= median;
        const cells = [
          String(count).padStart(6),
          which.padEnd(6),
          rate.toFixed(0).padStart(10),
          median.toFixed(2).padStart(9),
          (median / baseline).toFixed(2).padStart(6),
        ];
        process.stdout.write(`${cells.join('  ')}\n`);
      }
    }
  } finally {
    mesh.stop();
  }
}

void main();
