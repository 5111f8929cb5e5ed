import { existsSync } from 'node:fs';
import {
  fileTree,
  folderTree,
  isIgnored,
  revisionTree,
  type GitProblem,
  type ManifestStore,
  type ManifestTree,
} from '../manifests';
import { changedSnapshots } from './changed-snapshots';
import { dumpKinds, dumpScope, type DumpScope } from './cluster-dump';
import {
  folderOf,
  isProject,
  namedSnapshot,
  projectFile,
  usualBase,
  WORKING_TREE,
  type NamedSnapshot,
} from './named-snapshot';
import { renderedTrees, type Trees } from './rendered-trees';
import { folderAddresses, type FolderAddresses } from './web-address';
import { mayBeStale, standsAsRendered } from './stale-manifests';

/** Which two sides are compared. */
export interface SnapshotsRequest {
  /** A folder or a file of manifests, a git revision, or a time. @default - the merge base with origin/main, or HEAD */
  readonly base?: string;
  /** A folder or a file of manifests, a git revision, or a time. @default - the working tree */
  readonly head?: string;
  /** Where a revision, and the working tree, have their manifests. */
  readonly output: string;
  readonly source:
    /** Manifests as they are. */
    | 'manifests'
    /** Manifests rendered anew from both catalogs. */
    | 'render'
    /** Manifests that differ, and no others. */
    | 'changed';
}

/** One side, opened. */
export interface OpenedSnapshot {
  readonly label: string;
  /** Where its files are, or were, with forward slashes. */
  readonly folder: string;
  readonly tree: ManifestTree;
  /** Returns the text of a file of the project, named from the working folder; a folder of manifests has none. */
  readonly projectFile: (path: string) => string | undefined;
  /**
   * Returns where its files can be read on the web.
   * @default - nowhere
   */
  readonly web?: () => FolderAddresses | undefined;
  /** Whether it is a dump of a cluster. @default false */
  readonly isDump?: boolean;
}

/** Both sides, opened. */
export interface OpenedSnapshots {
  readonly base: OpenedSnapshot;
  readonly head: OpenedSnapshot;
  /** Whether clusters are compared by their names alone: both snapshots are of one project. */
  readonly isByName: boolean;
  /** What is compared, if one side is a dump of a cluster. @default - everything */
  readonly scope?: DumpScope;
  /** What is to be known of how they were chosen, a sentence each. */
  readonly remarks: readonly string[];
}

/** Opens both snapshots; says in words what is wrong with what was asked for. */
export async function openSnapshots(
  request: SnapshotsRequest,
  store: ManifestStore,
): Promise<OpenedSnapshots | GitProblem> {
  const remarks: string[] = [];
  const base = request.base === undefined ? usualBase(remarks) : namedSnapshot(request.base);
  if ('problem' in base) return base;
  const head = request.head === undefined ? WORKING_TREE : namedSnapshot(request.head);
  if ('problem' in head) return head;
  const trees = await treesOf(base, head, request, store, remarks);
  if ('problem' in trees) return trees;
  const treeOf = (side: NamedSnapshot) => trees.get(side) ?? { files: new Map(), unread: [] };
  const [kindsOfBase, kindsOfHead] = [base, head].map((side) =>
    isProject(side) ? undefined : dumpKinds(treeOf(side), store),
  );
  const scope = dumpScope(kindsOfBase, kindsOfHead);
  if (scope !== undefined) remarks.push(scopeSentence(scope));
  const opened = (side: NamedSnapshot, kinds: ReadonlySet<string> | undefined): OpenedSnapshot => ({
    label: side.label,
    folder: folderOf(side) ?? request.output,
    tree: treeOf(side),
    isDump: kinds !== undefined,
    projectFile: (path) => projectFile(side, path),
    web: () => folderAddresses(side, request.output),
  });
  return {
    base: opened(base, kindsOfBase),
    head: opened(head, kindsOfHead),
    isByName: isProject(base) && isProject(head),
    ...(scope === undefined ? {} : { scope }),
    remarks,
  };
}

function scopeSentence({ kinds }: DumpScope): string {
  return `One side is a dump of a cluster: only its kinds are compared (${kinds.join(', ')}), without objects that a controller owns.`;
}

function treesOf(
  base: NamedSnapshot,
  head: NamedSnapshot,
  request: SnapshotsRequest,
  store: ManifestStore,
  remarks: string[],
): Promise<Trees | GitProblem> | GitProblem {
  const { source, output } = request;
  if (source === 'changed') return changedOf(base, head, output, store);
  if (source === 'manifests') return standingTrees(base, head, output, store, remarks);
  const given = [base, head].find((side) => !isProject(side));
  if (given === undefined) return renderedTrees([head, base], store);
  return {
    problem: `--render renders revisions and the working tree, and ${given.label} is a ${given.kind}`,
  };
}

/** Reads manifests as they are. */
async function standingTrees(
  base: NamedSnapshot,
  head: NamedSnapshot,
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

/** Reads the manifests of a side as they are. */
export function standingTree(
  side: NamedSnapshot,
  output: string,
  store: ManifestStore,
): ManifestTree | GitProblem {
  if (side.kind === 'folder') return folderTree(side.folder, store);
  if (side.kind === 'file') return fileTree(side.file, store);
  if (side.kind === 'commit') return revisionTree(side.commit, output, store);
  return absentProblem(output) ?? folderTree(output, store, { followsLinks: false });
}

/** Says that there is no folder of manifests; undefined if there is one. */
export function absentProblem(output: string): GitProblem | undefined {
  if (existsSync(output)) return undefined;
  return { problem: `there is no folder ${output}: render it first, by kfaas synth` };
}

/** What the working tree's catalog renders, where that may be something else than its manifests. */
async function currentTree(
  base: NamedSnapshot,
  head: NamedSnapshot,
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

async function changedOf(
  base: NamedSnapshot,
  head: NamedSnapshot,
  output: string,
  store: ManifestStore,
): Promise<Trees | GitProblem> {
  if (base.kind !== 'commit' || head.kind !== 'working-tree') {
    const given = isProject(base) ? ': name the revision alone' : `, and ${base.label} is a ${base.kind}`;
    return { problem: `--changed-since compares a revision with the working tree${given}` };
  }
  const absent = absentProblem(output);
  if (absent !== undefined) return absent;
  if (isIgnored(output)) {
    return { problem: `git ignores ${output}, and does not know what differs there: name two folders` };
  }
  const trees = changedSnapshots(base.commit, output, store);
  if ('problem' in trees) return trees;
  const isNothing = trees.before.files.size === 0 && trees.after.files.size === 0;
  const rendered = isNothing ? await currentTree(base, head, output, store) : undefined;
  const standing = rendered === undefined ? trees.after : folderTree(output, store, { followsLinks: false });
  const stale = staleProblem(standing, rendered, output, store);
  return (
    stale ??
    new Map<NamedSnapshot, ManifestTree>([
      [base, trees.before],
      [head, trees.after],
    ])
  );
}
