import { InvalidArgumentError } from 'commander';
import type { NewRollout } from '../../catalog';

/** The options of `kfaas rollout … start`. */
export interface StartOptions {
  readonly to?: string;
  readonly steps?: number[];
  readonly canaryHeader?: Readonly<Record<string, string>>;
  readonly canaryCookie?: string;
  readonly order?: string[];
  readonly hold?: string[];
}

/** Parses shares in percent: `1,10,50,100`. */
export function stepList(text: string): number[] {
  const steps = text.split(',').map((one) => one.trim());
  if (!steps.every((one) => /^[0-9]+$/.test(one))) {
    throw new InvalidArgumentError('write whole numbers with commas, such as 1,10,50,100.');
  }
  return steps.map(Number);
}

/** Parses names with commas between them. */
export function nameList(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Parses `<name>=<value>` of a header; the option may be given several times. */
export function withHeader(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name = '', value = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('write a name and a value, such as x-canary=true.');
  return { ...before, [name.toLowerCase()]: value };
}

/** Returns the rollout that the options ask for. */
export function newRollout({ to, steps, canaryHeader, canaryCookie, order, hold }: StartOptions): NewRollout {
  const headers = Object.entries(canaryHeader ?? {}).map(
    ([name, value]) => [name, { exact: value }] as const,
  );
  const canary = {
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(canaryCookie === undefined ? {} : { cookie: canaryCookie }),
  };
  return {
    ...(to === undefined ? {} : { to }),
    ...(steps === undefined ? {} : { steps }),
    ...(Object.keys(canary).length === 0 ? {} : { canary }),
    ...(order === undefined ? {} : { order }),
    ...(hold === undefined ? {} : { hold }),
  };
}
