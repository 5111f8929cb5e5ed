/** What the process's exit code says. */
export const EXIT = {
  /** Nothing to complain of. */
  clean: 0,
  /** Findings at or above the threshold. */
  findings: 1,
  /** Wrong usage, or an internal error. */
  failed: 2,
} as const;
