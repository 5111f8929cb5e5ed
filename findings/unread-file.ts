import type { Finding, Place } from './finding';

/** A file of manifests that cannot be read, or whose YAML cannot. */
export interface UnreadFile extends Pick<Place, 'file' | 'line' | 'column'> {
  readonly message: string;
  /** Whether the file itself cannot be read, rather than its YAML. */
  readonly isSystem: boolean;
}

/**
 * Says that a file of manifests cannot be read.
 * @param help what to do: with the file, or with its YAML
 */
export function unreadFile(
  { file, line, column, message, isSystem }: UnreadFile,
  help: { readonly file: string; readonly yaml: string },
): Finding {
  return isSystem
    ? {
        code: 'KF101',
        severity: 'error',
        message: `${file} cannot be read: ${message}`,
        help: help.file,
        places: [],
      }
    : {
        code: 'KF102',
        severity: 'error',
        message: `broken YAML: ${message}`,
        help: help.yaml,
        places: [{ file, line, column }],
      };
}
