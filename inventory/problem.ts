import type { FindingCode, Severity } from '../findings';
import type { ValuePath } from '../shape';

/** The file that exports the environments and their delivery. */
export const INDEX_FILE = 'environments/index.ts';

/** Something to be reported about an environment or the delivery. */
export interface InventoryProblem {
  readonly code: FindingCode;
  /** @default error */
  readonly severity?: Severity;
  /** The steps to the value at fault, from the environment or the delivery on. */
  readonly path: ValuePath;
  /** Whether the key of the path's last step is at fault, or its value. @default 'value' */
  readonly at?: 'key' | 'value';
  readonly message: string;
  readonly help: string;
}

/** Returns the problem of a value that is declared wrongly. */
export function problem(path: ValuePath, message: string, help: string): InventoryProblem {
  return { code: 'KF501', path, message, help };
}

/** Whether a text is a DNS label that starts with a letter. */
export function isDnsLabel(text: string): boolean {
  return /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}
