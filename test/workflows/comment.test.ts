import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../fixtures/project-folder';
import { MARKER, stepsOf, workflow } from './workflow-files';

/**
 * Answers as GitHub's API does, to the questions that the script asks, from files; and notes what it is reported to write.
 * `--jq` is jq's own.
 */
const GH = `#!/usr/bin/env bash
set -euo pipefail
jq=. input=
for ((i = 1; i <= $#; i++)); do
  case \${!i} in
    --jq) i=$((i + 1)); jq=\${!i} ;;
    --input) i=$((i + 1)); input=\${!i} ;;
  esac
done
case $* in
  *--input*) echo "$3 $4" >> "$STORE/written"; cp "$input" "$STORE/body" ;;
  *'/files?'*) jq -r "$jq" "$STORE/files" ;;
  */pulls/[0-9]*) jq -r "$jq" "$STORE/pull" ;;
  *'/pulls '*) echo "$@" > "$STORE/asked"; jq -r "$jq" "$STORE/pulls" ;;
  *'/artifacts?'*) jq -r "$jq" "$STORE/artifacts" ;;
  */zip) cat "$STORE/zip" ;;
  *'/comments?'*) jq -r "$jq" "$STORE/comments" ;;
  *) exit 9 ;;
esac
`;

const SHA = 'a'.repeat(40);
const missing = ['jq', 'unzip', 'zip'].filter(
  (tool) => spawnSync(tool, ['--help'], { encoding: 'utf8' }).error !== undefined,
);
if (missing.length > 0)
  process.stderr.write(`SKIPPED: the comment's script; not installed: ${missing.join(', ')}\n`);

(missing.length > 0 ? describe.skip : describe)(
  "the comment's script, with GitHub's answers from files",
  () => {
    interface Answers {
      /** What is in the artifact's files; null where it has no such file. */
      readonly claimed?: string | null;
      readonly text?: string | null;
      /** What there is instead of the artifact. */
      readonly zip?: 'none' | 'broken';
      readonly pulls?: readonly object[];
      readonly comments?: readonly object[];
      /** The files that the pull request changes, as GitHub lists them, and how many they are. */
      readonly files?: readonly { readonly filename: string; readonly previous_filename?: string }[];
      readonly count?: number;
      /** The last commit of the pull request once its files are listed. */
      readonly last?: string;
    }

    const RUN_URL = 'https://github.com/o/r/actions/runs/3';
    const OWN = { number: 7, head: { sha: SHA } };

    /** Runs the script; gives what it wrote where. */
    function comment({
      claimed = '7',
      text = `${MARKER}\nhello`,
      zip,
      pulls = [OWN],
      comments = [],
      files = [
        { filename: 'functions/saas/a.yaml' },
        { filename: 'dist/prod/prod-us/faas-prod/saas-a.yaml' },
      ],
      count = files.length,
      last = SHA,
    }: Answers) {
      const { path } = projectFolder({
        'bin/gh': GH,
        'store/pulls': JSON.stringify(pulls),
        'store/artifacts': JSON.stringify({ artifacts: zip === 'none' ? [] : [{ id: 5 }] }),
        'store/files': JSON.stringify(files),
        'store/pull': JSON.stringify({ changed_files: count, head: { sha: last } }),
        'store/comments': JSON.stringify(comments),
        'left/other': '',
        ...(claimed === null ? {} : { 'left/pull-request': claimed }),
        ...(text === null ? {} : { 'left/comment.md': text }),
        'work/.keep': '',
      });
      chmodSync(join(path, 'bin/gh'), 0o755);
      spawnSync('zip', ['-q', '-r', join(path, 'store/zip.zip'), '.'], { cwd: join(path, 'left') });
      renameSync(join(path, 'store/zip.zip'), join(path, 'store/zip'));
      if (zip === 'broken') writeFileSync(join(path, 'store/zip'), 'PK no archive');
      const [step] = stepsOf(workflow('comment.yaml'));
      const env = {
        PATH: `${join(path, 'bin')}:${process.env.PATH ?? ''}`,
        RUNNER_TEMP: join(path, 'work'),
        STORE: join(path, 'store'),
        REPOSITORY: 'o/r',
        RUN_ID: '3',
        RUN_URL,
        HEAD_SHA: SHA,
        HEAD_BRANCH: 'x; echo $(id) `id`',
        HEAD_OWNER: 'stranger',
        MARKER: step?.env?.MARKER ?? '',
      };
      const script = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
      const { status, stderr } = spawnSync('bash', script, { env, encoding: 'utf8' });
      const read = (name: string) => {
        const file = join(path, 'store', name);
        return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      };
      const body = JSON.parse(read('body') ?? '{}') as { readonly body?: string };
      return { status, stderr, asked: read('asked'), written: read('written'), body: body.body };
    }

    test('creates the comment where there is none', () => {
      const { status, stderr, asked, written, body } = comment({});
      expect([status, stderr, written]).toEqual([0, '', 'POST repos/o/r/issues/7/comments\n']);
      expect(body).toBe(
        `${MARKER}\n<sub>Of ${SHA}, by [this run](${RUN_URL}).</sub>\n\nWritten by the program of the base: of this pull request, nothing was run.\n\nhello`,
      );
      // A branch's name is text to it, whatever it says.
      expect(asked).toContain('head=stranger:x; echo $(id) `id`');
    });

    test.each([
      ['cli/diff.ts'],
      ['.github/workflows/review.yaml'],
      ['.ci/review'],
      ['package-lock.json'],
      ['functions.ts'],
      ['cli/functions/a.yaml'],
      ['.github/CODEOWNERS.sh'],
    ])('warns of a pull request that changes %s, whatever the text says', (filename) => {
      const { body } = comment({ files: [{ filename: 'functions/a/b.yaml' }, { filename }] });
      expect(body).toContain(
        `</sub>\n\n**This pull request changes the program, the workflows or what they run: 1 of its files, such as \`${filename}\`.** What follows may be its own words: read these files first.\n\nhello`,
      );
    });

    test('warns of a program that is moved into the catalog, and takes names for text', () => {
      const moved = [{ filename: 'functions/a.ts', previous_filename: 'cli/a.ts' }];
      expect(comment({ files: moved }).body).toContain('1 of its files, such as `cli/a.ts`.');
      const odd = [{ filename: 'x`<img src=a>\n@b$(id).ts' }];
      expect(comment({ files: odd }).body).toContain('such as `x??img?src?a???b??id?.ts`.');
    });

    test('names environments/, which the program loads, and warns where files are too many to be listed', () => {
      const files = [
        { filename: 'environments/prod.ts' },
        { filename: 'docs/a.md' },
        { filename: 'README.md' },
      ];
      expect(comment({ files }).body).toContain(
        'Written by the program of the base, which loads environments/ of this pull request: read `environments/prod.ts` first.',
      );
      expect(comment({ count: 3000 }).body).toContain(
        '3000 files, too many to tell whether the program is among them.',
      );
    });

    test('says nothing of a commit that is not the last one any more', () => {
      expect(comment({ last: 'b'.repeat(40) })).toMatchObject({ status: 0, written: undefined });
    });

    test('updates its own comment, and none of a person who wrote the marker', () => {
      const body = `${MARKER}\nold`;
      const comments = [
        { id: 1, user: { login: 'mallory' }, body },
        { id: 2, user: { login: 'github-actions[bot]' }, body: 'of another workflow' },
        { id: 3, user: { login: 'github-actions[bot]' }, body },
        { id: 4, user: { login: 'github-actions[bot]' }, body },
      ];
      expect(comment({ comments }).written).toBe('PATCH repos/o/r/issues/comments/3\n');
    });

    test('does not believe the artifact which pull request it is of', () => {
      const others = [
        { number: 7, head: { sha: 'b'.repeat(40) } },
        { number: 8, head: { sha: SHA } },
      ];
      expect(comment({ claimed: '7', pulls: others })).toMatchObject({ status: 0, written: undefined });
      expect(comment({ claimed: '8', pulls: others }).written).toBe('POST repos/o/r/issues/8/comments\n');
      for (const claimed of ['', '../7', '7\n8', '-e', '$(id)']) {
        const { status, written } = comment({ claimed, pulls: [{ number: 9, head: { sha: SHA } }] });
        expect([claimed, status, written]).toEqual([claimed, 0, undefined]);
      }
    });

    describe('a review that left no text', () => {
      const old = { id: 3, user: { login: 'github-actions[bot]' }, body: `${MARKER}\nof an earlier commit` };
      const unsaid = `${MARKER}\nThe changes of this pull request could not be determined for ${SHA}: see ${RUN_URL}`;

      test.each<[string, Answers]>([
        ['no artifact', { zip: 'none' }],
        ['an artifact that is none', { zip: 'broken' }],
        ['no file', { text: null }],
        ['an empty file', { text: '' }],
        ['nothing to read', { text: `${MARKER}\n \u0000\n` }],
        ['neither text nor number', { text: null, claimed: null }],
        ['a text that does not say whose it is', { claimed: null }],
      ])('%s: overwrites what is said of another commit', (_, answers) => {
        const { status, stderr, written, body } = comment({ ...answers, comments: [old] });
        expect([status, stderr, written]).toEqual([0, '', 'PATCH repos/o/r/issues/comments/3\n']);
        expect(body).toBe(unsaid);
      });

      test('makes no comment of its own: the check itself says that it failed', () => {
        expect(comment({ zip: 'none' })).toMatchObject({ status: 0, written: undefined });
      });

      test('says nothing where it is not known of which pull request', () => {
        const pulls = [OWN, { ...OWN, number: 8 }];
        expect(comment({ zip: 'none', pulls, comments: [old] })).toMatchObject({
          status: 0,
          written: undefined,
        });
        expect(comment({ zip: 'none', pulls: [], comments: [old] })).toMatchObject({
          status: 0,
          written: undefined,
        });
      });
    });

    test('takes any text for a text: bounded, without control characters', () => {
      const hostile = comment({ text: `\u001b[2J\u0000"; rm -rf / #\r\n$(id)` }).body;
      expect(hostile).toMatch(/nothing was run\.\n\n\[2J"; rm -rf \/ #\n\$\(id\)$/);
      const long = comment({ text: `${MARKER}\n${'x'.repeat(100_000)}` }).body ?? '';
      expect([long.length, long.startsWith(`${MARKER}\n<sub>`)]).toEqual([65_536, true]);
      // More than is read of it.
      expect(comment({ text: 'x'.repeat(1_000_000) })).toMatchObject({ status: 0, stderr: '' });
    });
  },
);
