import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  changedTrees,
  commitOf,
  folderTree,
  gitLine,
  hasChanged,
  manifestStore,
  objectFormat,
  revisionTree,
  type GitProblem,
  type ManifestStore,
  type ManifestTree,
} from './manifests';
import { renderRevision } from './rendered-revision';
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
  /** What is to be known of how they were chosen, a sentence each. */
  readonly remarks: readonly string[];
}

/** One side as it was named. */
type NamedSide =
  | { readonly kind: 'folder'; readonly folder: string; readonly label: string }
  | { readonly kind: 'commit'; readonly commit: string; readonly label: string }
  | { readonly kind: 'working-tree'; readonly label: string };

const WORKING_TREE: NamedSide = { kind: 'working-tree', label: 'the working tree' };

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
  if (request.source === 'changed') return changedSides(base, head, request, store, remarks);
  const folder = [base, head].find((side) => side.kind === 'folder');
  if (request.source === 'render' && folder !== undefined) {
    return { problem: `--render renders revisions and the working tree, and ${folder.folder} is a folder` };
  }
  // The working tree first: what it has, git need not be asked for.
  const trees =
    request.source === 'render'
      ? await renderedTrees([head, base], store)
      : treesOf([head, base], request.output, store);
  if ('problem' in trees) return trees;
  const opened = (side: NamedSide): OpenedSide => ({
    label: side.label,
    folder: side.kind === 'folder' ? side.folder : request.output,
    tree: trees.get(side) as ManifestTree,
  });
  const same = isSameTree(opened(base).tree.files, opened(head).tree.files);
  const stale =
    request.source === 'manifests' && same ? await staleProblem(base, head, request.output) : undefined;
  return stale ?? { base: opened(base), head: opened(head), remarks };
}

/** What the manifests of the working tree are rendered from. */
const INPUTS = ['functions', 'environments'];

/**
 * Says so where the working tree's manifests are the base's though its catalog is not: who forgot to render, or has
 * mistakes that keep it from being rendered, is not to be told that nothing changes.
 */
async function staleProblem(
  base: NamedSide,
  head: NamedSide,
  output: string,
): Promise<GitProblem | undefined> {
  if (base.kind !== 'commit' || head.kind !== 'working-tree') return undefined;
  if (!hasChanged(base.commit, INPUTS)) return undefined;
  const store = manifestStore(objectFormat());
  const rendered = await renderedTrees([head], store);
  if ('problem' in rendered) return rendered;
  const current = rendered.get(head);
  if (current !== undefined && isSameTree(current.files, folderTree(output, store).files)) return undefined;
  return {
    problem: `${output} is not what the catalog renders: run kfaas synth first, or compare with --render`,
  };
}

function isSameTree(before: ManifestTree['files'], after: ManifestTree['files']): boolean {
  return before.size === after.size && [...before].every(([path, hash]) => after.get(path) === hash);
}

function namedSide(name: string): NamedSide | GitProblem {
  const isFolder = existsSync(name) && statSync(name).isDirectory();
  const commit = commitOf(name);
  if (isFolder && commit !== undefined) {
    return { problem: `"${name}" is a folder and a revision: write ./${name} or heads/${name}` };
  }
  if (isFolder) return { kind: 'folder', folder: name, label: name };
  if (commit !== undefined) return { kind: 'commit', commit, label: labelOf(name, commit) };
  return { problem: `"${name}" is neither a folder nor a revision that git knows here` };
}

/** What a pull request starts from. */
function usualBase(remarks: string[]): NamedSide | GitProblem {
  const head = commitOf('HEAD');
  if (head === undefined) {
    return { problem: 'there is no commit to compare with: name two folders, or run it in a git repository' };
  }
  const main = commitOf('origin/main');
  if (main === undefined) {
    remarks.push('There is no origin/main here, so the working tree is compared with HEAD.');
    return { kind: 'commit', commit: head, label: labelOf('HEAD', head) };
  }
  const fork = gitLine(['merge-base', head, main]);
  if (fork === undefined) {
    return {
      problem: 'HEAD and origin/main have no common commit here: fetch more history, or name the base',
    };
  }
  return { kind: 'commit', commit: fork, label: labelOf('merge base with origin/main', fork) };
}

function labelOf(name: string, commit: string): string {
  const short = commit.slice(0, 10);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}

function treeOf(side: NamedSide, output: string, store: ManifestStore): ManifestTree | GitProblem {
  if (side.kind === 'folder') return folderTree(side.folder, store);
  if (side.kind === 'commit') return revisionTree(side.commit, output, store);
  if (!existsSync(output))
    return { problem: `there is no folder ${output}: render it first, by kfaas synth` };
  return folderTree(output, store);
}

function treesOf(
  sides: readonly NamedSide[],
  output: string,
  store: ManifestStore,
): ReadonlyMap<NamedSide, ManifestTree> | GitProblem {
  const trees = new Map<NamedSide, ManifestTree>();
  for (const side of sides) {
    const tree = treeOf(side, output, store);
    if ('problem' in tree) return tree;
    trees.set(side, tree);
  }
  return trees;
}

/** Renders sides beside each other, and reads what comes of it. */
function renderedTrees(
  sides: readonly NamedSide[],
  store: ManifestStore,
): Promise<ReadonlyMap<NamedSide, ManifestTree> | GitProblem> {
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

async function changedSides(
  base: NamedSide,
  head: NamedSide,
  { output }: SidesRequest,
  store: ManifestStore,
  remarks: readonly string[],
): Promise<OpenedSides | GitProblem> {
  if (base.kind !== 'commit' || head.kind !== 'working-tree') {
    return { problem: '--changed-since compares a revision with the working tree: name the revision alone' };
  }
  const trees = changedTrees(base.commit, output, store);
  if ('problem' in trees) return trees;
  const same = isSameTree(trees.before.files, trees.after.files);
  const stale = same ? await staleProblem(base, head, output) : undefined;
  if (stale !== undefined) return stale;
  return {
    base: { label: base.label, folder: output, tree: trees.before },
    head: { label: head.label, folder: output, tree: trees.after },
    remarks,
  };
}
