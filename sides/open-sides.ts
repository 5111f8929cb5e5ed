import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  folderTree,
  isIgnored,
  revisionTree,
  type GitProblem,
  type ManifestStore,
  type ManifestTree,
} from '../manifests';
import { changedSides } from './changed-sides';
import { namedSide, usualBase, WORKING_TREE, type NamedSide } from './named-side';
import { renderRevision } from './rendered-revision';
import { mayBeStale, standsAsRendered } from './stale-manifests';
import { inWorkFolder } from './work-folder';

/** Which two sides are compared. */
export interface SidesRequest {
  /** A folder of manifests or a git revision. @default - the merge base with origin/main, or HEAD */
  readonly base?: string;
  /** A folder of manifests or a git revision. @default - the working tree */
  readonly head?: string;
  /** Where a revision, and the working tree, have their manifests. */
  readonly output: string;
  readonly source:
    /** Manifests as they stand. */
    | 'manifests'
    /** Manifests rendered anew from both catalogs. */
    | 'render'
    /** Manifests that differ, and no others. */
    | 'changed';
}

/** One side, opened. */
export interface OpenedSide {
  readonly label: string;
  /** Where its files stand, or stood, with forward slashes. */
  readonly folder: string;
  readonly tree: ManifestTree;
}

/** Both sides, opened. */
export interface OpenedSides {
  readonly base: OpenedSide;
  readonly head: OpenedSide;
  /** Whether clusters are compared by their names alone: both sides are of one project. */
  readonly isByName: boolean;
  /** What is to be known of how they were chosen, a sentence each. */
  readonly remarks: readonly string[];
}

type Trees = ReadonlyMap<NamedSide, ManifestTree>;

/** Opens both sides; says in words what is wrong with what was asked for. */
export async function openSides(
  request: SidesRequest,
  store: ManifestStore,
): Promise<OpenedSides | GitProblem> {
  const remarks: string[] = [];
  const base = request.base === undefined ? usualBase(remarks) : namedSide(request.base);
  if ('problem' in base) return base;
  const head = request.head === undefined ? WORKING_TREE : namedSide(request.head);
  if ('problem' in head) return head;
  const trees = await treesOf(base, head, request, store, remarks);
  if ('problem' in trees) return trees;
  const opened = (side: NamedSide): OpenedSide => ({
    label: side.label,
    folder: side.kind === 'folder' ? side.folder : request.output,
    tree: trees.get(side) ?? { files: new Map(), unread: [] },
  });
  const isByName = base.kind !== 'folder' && head.kind !== 'folder';
  return { base: opened(base), head: opened(head), isByName, remarks };
}

function treesOf(
  base: NamedSide,
  head: NamedSide,
  request: SidesRequest,
  store: ManifestStore,
  remarks: string[],
): Promise<Trees | GitProblem> | GitProblem {
  const { source, output } = request;
  if (source === 'changed') return changedOf(base, head, output, store);
  const folder = [base, head].find((side) => side.kind === 'folder');
  if (source === 'manifests') return standingTrees(base, head, output, store, remarks);
  if (folder === undefined) return renderedTrees([head, base], store);
  return { problem: `--render renders revisions and the working tree, and ${folder.folder} is a folder` };
}

/** Reads manifests as they stand. */
async function standingTrees(
  base: NamedSide,
  head: NamedSide,
  output: string,
  store: ManifestStore,
  remarks: string[],
): Promise<Trees | GitProblem> {
  // Rendered while the others are read.
  const current = currentTree(base, head, output, store);
  // The working tree first: what it has, git need not be asked for.
  const after = standingTree(head, output, store);
  const before = 'problem' in after ? after : standingTree(base, output, store);
  const rendered = await current;
  if ('problem' in after) return after;
  const stale = staleProblem(after, rendered, output, store);
  if (stale !== undefined) return stale;
  if (!('problem' in before))
    return new Map([
      [base, before],
      [head, after],
    ]);
  // The change that brings the first manifests has a base without any; another one was misspelled.
  if (head.kind !== 'working-tree' || before.isMissing !== true) return before;
  remarks.push(`${base.label} has no folder ${output}: everything counts as new.`);
  return new Map([[head, after]]);
}

function standingTree(side: NamedSide, output: string, store: ManifestStore): ManifestTree | GitProblem {
  if (side.kind === 'folder') return folderTree(side.folder, store);
  if (side.kind === 'commit') return revisionTree(side.commit, output, store);
  return absentProblem(output) ?? folderTree(output, store, { followsLinks: false });
}

function absentProblem(output: string): GitProblem | undefined {
  if (existsSync(output)) return undefined;
  return { problem: `there is no folder ${output}: render it first, by kfaas synth` };
}

/** What the working tree's catalog renders, where that may be something else than its manifests. */
async function currentTree(
  base: NamedSide,
  head: NamedSide,
  output: string,
  store: ManifestStore,
): Promise<ManifestTree | GitProblem | undefined> {
  if (base.kind !== 'commit' || head.kind !== 'working-tree' || !mayBeStale(base.commit, output)) {
    return undefined;
  }
  const rendered = await renderedTrees([head], store);
  return 'problem' in rendered ? rendered : rendered.get(head);
}

/**
 * Says so where the working tree's manifests are not what its catalog renders: who forgot to render, or has mistakes that
 * keep it from being rendered, is not to be told what an older catalog did.
 */
function staleProblem(
  standing: ManifestTree,
  rendered: ManifestTree | GitProblem | undefined,
  output: string,
  store: ManifestStore,
): GitProblem | undefined {
  if (rendered === undefined || 'problem' in rendered) return rendered;
  if (standsAsRendered(standing, rendered, store)) return undefined;
  return {
    problem: `${output} is not what the catalog renders: run kfaas synth first, or compare with --render`,
  };
}

/** Renders sides beside each other, and reads what comes of it. */
async function renderedTrees(sides: readonly NamedSide[], store: ManifestStore): Promise<Trees | GitProblem> {
  try {
    return await renderedIn(sides, store);
  } catch (error) {
    // A full disk, or a folder for temporary files that cannot be written.
    if (typeof error !== 'object' || error === null || !('syscall' in error)) throw error;
    return { problem: `the manifests cannot be rendered: ${(error as unknown as Error).message}` };
  }
}

function renderedIn(sides: readonly NamedSide[], store: ManifestStore): Promise<Trees | GitProblem> {
  return inWorkFolder(async (work, abort) => {
    const rendered = await Promise.all(
      sides.map((side, place) => {
        const into = join(work, String(place));
        mkdirSync(into);
        const commit = side.kind === 'commit' ? side.commit : undefined;
        return renderRevision({ commit, label: side.label, into, abort });
      }),
    );
    const trees = new Map<NamedSide, ManifestTree>();
    for (const [place, side] of sides.entries()) {
      const found = rendered[place];
      if (found === undefined || 'problem' in found) return found ?? { problem: 'nothing was rendered' };
      trees.set(side, folderTree(found.folder, store));
    }
    return trees;
  });
}

async function changedOf(
  base: NamedSide,
  head: NamedSide,
  output: string,
  store: ManifestStore,
): Promise<Trees | GitProblem> {
  if (base.kind !== 'commit' || head.kind !== 'working-tree') {
    const folder = base.kind === 'folder' ? `, and ${base.folder} is a folder` : ': name the revision alone';
    return { problem: `--changed-since compares a revision with the working tree${folder}` };
  }
  const absent = absentProblem(output);
  if (absent !== undefined) return absent;
  if (isIgnored(output)) {
    return { problem: `git ignores ${output}, and does not know what differs there: name two folders` };
  }
  const trees = changedSides(base.commit, output, store);
  if ('problem' in trees) return trees;
  const isNothing = trees.before.files.size === 0 && trees.after.files.size === 0;
  const rendered = isNothing ? await currentTree(base, head, output, store) : undefined;
  const standing = rendered === undefined ? trees.after : folderTree(output, store, { followsLinks: false });
  const stale = staleProblem(standing, rendered, output, store);
  return (
    stale ??
    new Map<NamedSide, ManifestTree>([
      [base, trees.before],
      [head, trees.after],
    ])
  );
}
