import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runCommandLine } from '../../cli/command-line';

/** The file that starts the kfaas command. */
export const KFAAS = resolve(__dirname, '../../cli/kfaas.js');

/** The result of a run of the command. */
export interface KfaasRun {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `kfaas` in a folder, in this process. */
export async function kfaas(cwd: string, ...words: readonly string[]): Promise<KfaasRun> {
  const written = { out: '', err: '' };
  const taps = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true)),
  ];
  const home = process.cwd();
  process.chdir(cwd);
  try {
    return { exit: await runCommandLine(words), ...written };
  } finally {
    process.chdir(home);
    taps.forEach((tap) => tap.mockRestore());
  }
}

/** The options of a separate process. */
export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of standard input. */
  readonly input?: string;
}

/** Runs `kfaas` in a folder, as a separate process. */
export function kfaasProcess(
  cwd: string,
  words: readonly string[],
  { env = {}, input = '' }: ProcessOptions = {},
): KfaasRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [KFAAS, ...words], {
    cwd,
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { exit: status, out: stdout, err: stderr };
}
