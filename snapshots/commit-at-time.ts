import { commitOf, gitLine, type GitProblem } from '../manifests';

/** A time in ISO 8601, by the day or more exactly; without a zone it is local. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?))?$/;

/** A time before now, as git reads it. */
const AGO = /^\d+ (?:minute|hour|day|week|month)s? ago$/;

/** The commit that a branch had at a time. */
export interface CommitAtTime {
  /** The full number. */
  readonly commit: string;
  readonly branch: string;
}

/**
 * Returns the commit that `origin/main` had at a time, or `HEAD` where there is no `origin/main`. Only the branch's own
 * commits count, not those of branches that were merged into it later.
 * @param time such as `2026-11-20`, `2026-11-20T10:00` or `2 hours ago`
 * @returns undefined for a text that is no time
 */
export function commitAtTime(time: string): CommitAtTime | GitProblem | undefined {
  const before = AGO.test(time) ? time : secondsOf(time);
  if (before === undefined) return undefined;
  const branch = commitOf('origin/main') === undefined ? 'HEAD' : 'origin/main';
  const commit = gitLine(['rev-list', '--max-count=1', '--first-parent', `--before=${before}`, branch]);
  if (commit === undefined) return undefined;
  if (commit !== '') return { commit, branch };
  return {
    problem: `${branch} has no commit of ${time} or earlier here: fetch more history, or name a later time`,
  };
}

/** Returns a time in the form in which git reads seconds since 1970; undefined for any other text. */
function secondsOf(time: string): string | undefined {
  const [, day, clock = '00:00'] = TIME.exec(time) ?? [];
  const milliseconds = day === undefined ? Number.NaN : Date.parse(`${day}T${clock}`);
  return Number.isNaN(milliseconds) ? undefined : `@${Math.floor(milliseconds / 1000)} +0000`;
}
