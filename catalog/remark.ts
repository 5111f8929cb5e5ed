import type { FindingCode } from '../findings';
import type { ValuePath } from '../shape';

/** Something to report about one value of a function, on one cluster. */
export interface Remark {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly path: ValuePath;
  readonly message: string;
  readonly help: string;
}
