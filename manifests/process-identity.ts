import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Milliseconds in which a run of another machine or container counts as going on: nobody here can see its process. A
 * run takes seconds.
 */
const FOREIGN_RUN = 10 * 60_000;

/** `<process> <start> <place>`, as {@link thisProcess} writes it; versions before this one wrote no place. */
const IDENTITY = /^([1-9]\d{0,9}) (\d*)(?: (\S+))?(?: |$)/;

/** A text that tells this process from every other one: its number, its start, and where the number counts. */
export function thisProcess(): string {
  return `${process.pid} ${startOf(process.pid)} ${placeOfNumbers()}`;
}

/**
 * Returns what to call the process that wrote an identity into a file, if it may still run. A text that no process
 * can have written, such as that of a file which a full disk left empty, belongs to nobody.
 */
export function runningProcess(identity: string, file: string): string | undefined {
  const [, number, start, place] = IDENTITY.exec(identity) ?? [];
  if (number === undefined) return undefined;
  const pid = Number(number);
  if (place !== undefined && place !== placeOfNumbers()) {
    return isYoung(file) ? `process ${pid} of another machine or container` : undefined;
  }
  // A number may have been given to another process since, to this one even; and this process makes one run at a time.
  const runs = pid !== process.pid && isRunning(pid) && startOf(pid) === start;
  return runs ? `process ${pid}` : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the kernel's ticks; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    // The name of the program comes before, in parentheses, and may contain any character.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return fields?.[19] ?? '';
  } catch {
    return '';
  }
}

/** Names the start of the machine and the container in which process numbers count; elsewhere than on Linux, the host. */
function placeOfNumbers(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return encodeURIComponent(hostname());
  }
}

function isYoung(file: string): boolean {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written < FOREIGN_RUN;
}
