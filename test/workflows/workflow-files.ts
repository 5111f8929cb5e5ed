import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** The folder of this project. */
export const ROOT = resolve(__dirname, '../..');

const FOLDER = join(ROOT, '.github/workflows');

/** By this the comment is found again: the first words of what `kfaas diff -o markdown` writes. */
export const MARKER = '<!-- kfaas diff -->';

/** A step of a job. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A job of a workflow. */
export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow of GitHub Actions, as far as the tests look at it. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The names of the workflows' files. */
export const FILES = readdirSync(FOLDER).sort();
const workflows = new Map(
  FILES.map((file) => [file, parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow]),
);

/** The workflow that a file holds. */
export function workflow(file: string): Workflow {
  const found = workflows.get(file);
  if (found === undefined) throw new Error(`no ${file}`);
  return found;
}

/** All steps of a workflow. */
export function stepsOf({ jobs }: Workflow): Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
