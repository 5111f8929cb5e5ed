/** A version as Istio, Knative, Kubernetes and cert-manager number their releases. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  /** Patch level; 0 where the text names none. */
  readonly patch: number;
}

/** Reads `1.29`, `1.29.2` or `v1.29.2`; `undefined` where the text is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** Negative, zero or positive as `a` is older than, equal to or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** Whether `version` is `since` or newer. `since` is a constant of the tables, such as `1.22`. */
export function atLeast(version: Version, since: string): boolean {
  const parsed = parseVersion(since);
  if (parsed === undefined) throw new Error(`not a version in the tables: ${since}`);
  return compareVersions(version, parsed) >= 0;
}

/** Whether `version` is of a newer minor release than `release`, a constant of the tables, whatever their patch levels. */
export function isNewerRelease(version: Version, release: string): boolean {
  const parsed = parseVersion(release);
  if (parsed === undefined) throw new Error(`not a version in the tables: ${release}`);
  return compareVersions({ ...version, patch: 0 }, { ...parsed, patch: 0 }) > 0;
}
