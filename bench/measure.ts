import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The time and memory of one process. */
export interface Measured {
  readonly seconds: number;
  /** The peak memory in bytes; 0 for a process other than Node.js. */
  readonly peakBytes: number;
}

/**
 * Runs a command and measures it until the process ends. Pending disk writes of earlier runs are completed first, so
 * that they do not slow this run.
 */
export function measure(command: string, args: readonly string[], peakFile: string): Measured {
  spawnSync('sync');
  rmSync(peakFile, { force: true });
  const env = {
    ...process.env,
    BENCH_PEAK_FILE: peakFile,
    NODE_OPTIONS: `--require ${join(__dirname, 'peak-memory.js')}`,
  };
  const start = process.hrtime.bigint();
  const run = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 2 ** 30 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${run.stderr}`);
  const kilobytes = existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) : 0;
  return { seconds, peakBytes: kilobytes * 1024 };
}

/** Returns the measurement with the median time. */
export function median(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

/** Whether a program is installed. */
export function isInstalled(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}
