/** The exit codes of the process. */
export const EXIT = {
  /** No findings at or above the threshold. */
  clean: 0,
  /** Findings at or above the threshold. */
  findings: 1,
  /** Wrong usage, or an internal error. */
  failed: 2,
} as const;
