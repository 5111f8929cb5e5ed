// npm run demo: the shipped test cluster on this machine, for people. Sends what comes to a port of the machine into the
// network of the cluster, in which cluster-of-demo.ts runs. Ctrl-C stops all of it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_ENTRANCES } from './entrances';

const folder = mkdtempSync(join(tmpdir(), 'kfaas-demo-'));
const servers = Object.entries(DEMO_ENTRANCES).map(([name, { port }]) => {
  // A socket in a folder is reached from both networks.
  const path = join(folder, `${name}.sock`);
  const server = createServer((client) => {
    const inside = connect(path);
    client.pipe(inside).pipe(client);
    client.on('error', () => inside.destroy());
    inside.on('error', () => client.destroy());
  });
  server.on('error', (error) => {
    process.stderr.write(`port ${port} cannot be listened on: ${error.message}\n`);
    cluster.kill('SIGTERM');
  });
  return server.listen(port, '127.0.0.1');
});

const script = join(__dirname, '../in-own-network.sh');
const inside = [
  process.execPath,
  '--require',
  'ts-node/register',
  join(__dirname, 'cluster-of-demo.ts'),
  folder,
];
const cluster = spawn('bash', [script, ...inside], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both; what else ends this one alone is passed on.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const)
  process.on(signal, () => cluster.kill('SIGTERM'));
cluster.on('exit', (code) => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
