import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long anything may take to be ready, in milliseconds. */
const PATIENCE = 90_000;

/** Programs in the background, each with a log in one folder. */
export class Processes {
  private readonly running = new Map<string, ChildProcess>();

  constructor(private readonly folder: string) {}

  /** Starts a program under a name. */
  start(name: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const log = openSync(join(this.folder, `${name}.log`), 'w');
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log],
      cwd: this.folder,
    });
    this.running.set(name, child);
    return child;
  }

  /** Waits until something holds. Fails with the ends of all logs where a program ends before, or it never holds. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      if (await holds().catch(() => false)) return;
      const ended = [...this.running].filter(([, child]) => child.exitCode !== null).map(([name]) => name);
      if (Date.now() > end || ended.length > 0) {
        const why = ended.length > 0 ? `${ended.join(', ')} ended` : 'it takes too long';
        throw new Error(`waited until ${what}, but ${why}\n${this.logs()}`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** The memory of a program that runs, in MiB (resident, /proc/<pid>/status). */
  memory(name: string): number {
    const status = readFileSync(`/proc/${this.running.get(name)?.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  /** Kills all of them. */
  stop(): void {
    for (const child of this.running.values()) child.kill('SIGKILL');
  }

  /** The last lines of each log. */
  private logs(): string {
    return [...this.running.keys()]
      .map((name) => {
        const lines = readFileSync(join(this.folder, `${name}.log`), 'utf8')
          .trimEnd()
          .split('\n');
        return `--- ${name}\n${lines.slice(-15).join('\n')}`;
      })
      .join('\n');
  }
}
