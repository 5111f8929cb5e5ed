import type * as fileSystem from 'node:fs';

type FileSystem = typeof fileSystem;

/** What happens at one call of the file system. */
export type Fault =
  /** The call does nothing, or half of what it should, and fails. */
  | { readonly kind: 'error'; readonly code: string }
  /** The process dies before the call, halfway or after it: nothing that it does later has an effect. */
  | { readonly kind: 'death'; readonly when: 'before' | 'halfway' | 'after' };

/** Thrown by every call of a process that is dead. */
export class Death extends Error {}

/** The calls that a module under test makes of the file system, which it imports by name. */
const CALLS = [
  'copyFileSync',
  'existsSync',
  'linkSync',
  'lstatSync',
  'mkdirSync',
  'readFileSync',
  'readdirSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'statSync',
  'writeFileSync',
] as const;

/** One process that uses the file system. Its calls are counted; one of them may be disturbed. */
class Process {
  readonly calls: string[] = [];
  isDead = false;
  /** Whether the disturbed call was reached. */
  wasDisturbed = false;

  constructor(private readonly disturbance: Disturbance | undefined) {}

  /** Makes one call, as the process that it is. */
  make(name: string, call: () => unknown, half: (() => void) | undefined): unknown {
    if (this.isDead) throw new Death();
    this.calls.push(name);
    if (this.disturbance?.at !== this.calls.length - 1) return call();
    this.wasDisturbed = true;
    const { fault, between } = this.disturbance;
    between?.();
    if (fault === undefined) return call();
    if (fault.kind === 'error') {
      // That it cannot tell is not said by this call.
      if (name === 'existsSync') return false;
      if (fault.code === 'ENOSPC' || fault.code === 'EIO') half?.();
      const message = `${fault.code}: injected, ${name}`;
      throw Object.assign(new Error(message), { code: fault.code, syscall: name });
    }
    if (fault.when === 'halfway') half?.();
    if (fault.when === 'after') call();
    this.isDead = true;
    throw new Death();
  }
}

/** What happens at which call of a process, counted from 0. */
export interface Disturbance {
  readonly at: number;
  readonly fault?: Fault;
  /** What another process does just before. */
  readonly between?: () => void;
}

let current: Process | undefined;

/** Runs something as a process of its own, inside another one too. */
export function asProcess<T>(disturbance: Disturbance | undefined, run: () => T) {
  const outer = current;
  const process = new Process(disturbance);
  current = process;
  try {
    return { result: run(), error: undefined, process };
  } catch (error) {
    return { result: undefined, error, process };
  } finally {
    current = outer;
  }
}

/** The module `node:fs` with calls that fail, for the processes of {@link asProcess}; for all others as it is. */
export function faultyFileSystem(real: FileSystem): FileSystem {
  const wrapped = CALLS.map((name) => {
    const call = real[name] as (...parameters: unknown[]) => unknown;
    const disturbed = (...parameters: unknown[]) => {
      const run = () => call(...parameters);
      if (current === undefined) return run();
      return current.make(name, run, halfOf(real, name, parameters));
    };
    return [name, disturbed] as const;
  });
  return { ...real, ...Object.fromEntries(wrapped) };
}

/** What a full disk or a death leaves of a call: half a file, or a folder of which one file is gone. */
function halfOf(real: FileSystem, name: string, parameters: readonly unknown[]): (() => void) | undefined {
  const [path, text] = parameters as [string, string];
  if (name === 'writeFileSync') {
    return () => real.writeFileSync(path, text.slice(0, Math.floor(text.length / 2)));
  }
  if (name !== 'rmSync') return undefined;
  return () => {
    const entries = real.existsSync(path)
      ? real.readdirSync(path, { recursive: true, withFileTypes: true })
      : [];
    const file = entries.find((entry) => entry.isFile());
    if (file !== undefined) real.rmSync(`${file.parentPath}/${file.name}`);
  };
}
