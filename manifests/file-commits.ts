import { gitLine } from './git';

/** A commit that changed a file. */
export interface FileCommit {
  /** The abbreviated number. */
  readonly commit: string;
  /** The commit's date in ISO 8601, in the time zone of its committer. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
}

/** The fields of a line; git writes tabs in a subject as they are, so the subject is last. */
const FORMAT = '%h%x09%cI%x09%aN%x09%s';

/**
 * Returns the latest commits that changed a file, the newest first; earlier names of the file count. Returns none for a
 * file that git does not track, and outside a repository.
 * @param most the maximum number of commits
 */
export function fileCommits(file: string, most: number): readonly FileCommit[] {
  const log = gitLine(['log', `--max-count=${most}`, `--format=${FORMAT}`, '--follow', '--', file]);
  if (log === undefined || log === '') return [];
  return log.split('\n').map((line): FileCommit => {
    const [commit = '', date = '', author = '', ...subject] = line.split('\t');
    return { commit, date, author, subject: subject.join('\t') };
  });
}
