/**
 * Every code that a finding can carry, with what it stands for in a few words. A code is stable: it is
 * never given another meaning, and one that is no longer used is not used again. docs/findings.md has a
 * section for each; a test keeps the two lists alike.
 */
export const FINDING_CODES = {
  KF101: 'a file or folder of the catalog cannot be read',
  KF102: 'broken YAML',
  KF103: 'a key stands twice in one mapping',
  KF104: 'too many YAML aliases',
  KF105: 'a file is too large',
  KF106: 'a symbolic link leaves the catalog',
  KF107: 'a file stands where no catalog file belongs',
  KF108: 'the catalog is empty',
  KF109: 'a team has no team.yaml',
  KF201: 'unknown field',
  KF202: 'wrong type',
  KF203: 'missing field',
  KF204: 'a value that is not allowed',
  KF301: 'a name is not a DNS label',
  KF302: 'a Kubernetes name is too long',
  KF303: 'two functions give one Knative Service name',
  KF304: 'a function would be rendered into kfaas-system',
  KF401: 'a path that no request can have',
  KF402: "a path outside the team's prefixes",
  KF403: 'a regex that Envoy would reject',
  KF404: 'weights that Istio rejects',
  KF405: 'a backend stands twice',
  KF406: 'a duration that Istio rejects',
  KF407: 'retries that do not fit',
  KF408: 'an overlay for an unknown environment or cluster',
  KF409: 'a header name that no request can have',
  KF410: 'scale bounds that contradict each other',
  KF501: 'an environment is declared wrongly',
  KF502: 'a platform version is not known',
  KF901: 'the output folder cannot be written',
} as const;

/** A stable finding code. */
export type FindingCode = keyof typeof FINDING_CODES;
