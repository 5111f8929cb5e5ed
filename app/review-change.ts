import type { Names } from '../base';
import type { Environment } from '../inventory';
import { posix } from 'node:path';
import { changedLine } from './changed-line';
import { addressesOf } from './review-addresses';
import { untestedVersions } from './untested-versions';
import type { Finding, FindingCode, Place } from '../findings';
import { manifestStore, objectFormat, type GitProblem, type ManifestStore } from '../manifests';
import { readProject, readSides, type ReadSides } from './read-sides';
import {
  focusedObjects,
  focusedRequests,
  functionRollouts,
  matchObjects,
  objectChanges,
  requestReview,
  risksInOrder,
  risksOf,
  serviceChanges,
  type AssumedVersion,
  type ReadSnapshot,
  type Review,
} from '../review';
import {
  focusedPairs,
  focusSentence,
  functionProblem,
  isFocused,
  pathsOf,
  type FocusRequest,
} from './review-focus';
import {
  openSnapshots,
  type OpenedSnapshot,
  type OpenedSnapshots,
  type SnapshotsRequest,
} from '../snapshots';

/** What is to be reviewed. */
export interface ReviewRequest extends SnapshotsRequest {
  /** What it is restricted to. @default - everything that differs */
  readonly focus?: FocusRequest;
  /** The Istio version whose rules hold on both snapshots. @default - each cluster's own */
  readonly istio?: string;
  /**
   * The environments of the company, in the order in which a change travels.
   * @default - environments and versions are those that the manifests declare, in the order of their names
   */
  readonly environments?: readonly Environment[];
  /** What the company calls things. @default DEFAULT_NAMES */
  readonly names?: Names;
  /** Whether the review has addresses: of files on the web, and of domains that requests can be sent to. @default false */
  readonly isLinked?: boolean;
  /** Is told what is being done, in a few words, and how much of it is done, from 0 to 1. */
  readonly progress?: (task: string, done: number) => void;
}

/** Works out what a change does to requests and to objects, how risky that is, and in which order it may be applied. */
export async function reviewChange(request: ReviewRequest): Promise<Review | GitProblem> {
  const { istio, focus = {}, source, environments = [], names, progress } = request;
  const store = manifestStore(objectFormat());
  progress?.('reading manifests', 0);
  const sides = await openSnapshots(request, store);
  if ('problem' in sides) return sides;
  // Where only files that differ are read, a function that is not there may be one that stays.
  const unknown = source === 'changed' ? undefined : functionProblem(sides, store, focus);
  if (unknown !== undefined) return unknown;
  const read = readSides(sides, store, { istio, environments, clusters: focus.clusters });
  if ('problem' in read) return read;
  const pairs = focusedPairs(read.pairs, focus);
  if ('problem' in pairs) return pairs;
  const reviewed = reviewRead({ ...read, pairs }, store, environments, { ...focus, names }, progress);
  const review = request.isLinked === true ? { ...reviewed, ...addressesOf(sides, environments) } : reviewed;
  if (source !== 'changed') return review;
  return { ...review, assumptions: [...review.assumptions, CHANGED_ALONE] };
}

/**
 * Reviews two sides that are open.
 * @param environments those of the company, in the order in which a change travels
 */
export function reviewSnapshots(
  sides: OpenedSnapshots,
  store: ManifestStore,
  environments: readonly Environment[],
): Review {
  return reviewRead(readProject(sides, store, environments), store, environments);
}

function reviewRead(
  { sides, before, after, pairs }: ReadSides,
  store: ManifestStore,
  environments: readonly Environment[],
  focus: FocusRequest & Pick<ReviewRequest, 'names'> = {},
  progress: NonNullable<ReviewRequest['progress']> = () => undefined,
): Review {
  const order = environments.map(({ name }) => name);
  progress('comparing objects', 0);
  const matched = matchObjects(pairs);
  const { assumptions, asked, connections, ...all } = requestReview(pairs, serviceChanges(matched), {
    progress: (done) => progress('comparing requests', done / pairs.length),
    ...(focus.urls === undefined ? {} : { pathsOf: pathsOf(focus, environments, focus.names) }),
  });
  const chosen = { functions: new Set(focus.functions), asked };
  const { requests, rollouts } = isFocused(focus) ? focusedRequests(all, chosen) : all;
  const objects = objectChanges(isFocused(focus) ? focusedObjects(matched, requests, chosen) : matched);
  progress('comparing requests', 1);
  const restriction = focusSentence(focus);
  return {
    base: before.label,
    head: after.label,
    problems: [sides.base, sides.head].flatMap((side) => problemsOf(side, store)),
    assumptions: [
      ...(restriction === undefined ? [] : [restriction]),
      ...sides.remarks,
      ...assumedVersions(before),
      ...assumedVersions(after),
      ...assumptions,
    ],
    requests,
    ...(connections.length > 0 && { connections }),
    objects,
    risks: risksInOrder([
      ...risksOf({ requests, objects, rollouts, environments: order }).map((risk) => ({
        ...risk,
        places: risk.places.map((place) => placed(place, risk.code, sides, store)),
      })),
      ...untestedVersions(requests, environments, sides.head.projectFile),
    ]),
    rollouts,
    functionRollouts: functionRollouts(pairs, objects),
    environments: [...new Set(pairs.map(({ environment }) => environment))],
  };
}

const CHANGED_ALONE =
  'Only the files that differ were read. What is said of requests holds where kfaas check proves both sides and no route takes every path; a request that is said to change may also be taken, with the same outcome, by a route that was not read.';

/**
 * The place of a risk at the line that the change is about, with the path of its file from the working folder: manifests
 * are named from the folder of their snapshot.
 */
function placed(
  place: Place,
  code: FindingCode,
  { base, head }: OpenedSnapshots,
  store: ManifestStore,
): Place {
  const { file } = place;
  const isManifest = [head, base].find(({ tree }) => tree.files.has(file));
  const textIn = ({ tree, projectFile }: OpenedSnapshot) => {
    if (isManifest === undefined) return projectFile(file);
    const hash = tree.files.get(file);
    return hash === undefined ? undefined : store.textOf(hash);
  };
  const [before, after] = [textIn(base), textIn(head)];
  const path = isManifest === undefined ? file : posix.join(isManifest.folder, file);
  if (after !== undefined) {
    const { object } = place;
    return { file: path, ...(object === undefined ? {} : { object }), ...changedLine(before, after, code) };
  }
  if (before === undefined) return { ...place, file: path };
  return { ...place, file: path, side: 'before', ...changedLine(undefined, before, code) };
}

function assumedVersions({ label, assumed }: ReadSnapshot): string[] {
  const spell = ({ cluster, istio }: AssumedVersion) =>
    cluster === '' ? `Istio ${istio}` : `${cluster} Istio ${istio}`;
  const unsaid = assumed.filter(({ said }) => said === undefined).map(spell);
  const unknown = assumed.flatMap(({ said, ...one }) =>
    said === undefined
      ? []
      : [`The manifests of ${label} say Istio ${said}, which KFaas does not know; assumed: ${spell(one)}.`],
  );
  if (unsaid.length === 0) return unknown;
  return [
    `The manifests of ${label} do not say by which Istio they are served; assumed: ${unsaid.join(', ')}.`,
    ...unknown,
  ];
}

/** Files that cannot be read; one that was not needed was not read. */
function problemsOf({ label, folder, tree }: OpenedSnapshot, store: ManifestStore): Finding[] {
  const unread = tree.unread.map(({ file, message }): Finding => ({
    code: 'KF101',
    severity: 'error',
    message: `${file} of ${label} cannot be read: ${message}`,
    help: 'name a folder of manifests that you may read',
    places: [],
  }));
  const broken = [...tree.files].flatMap(([file, hash]): Finding[] => {
    const found = store.brokenOf(hash, file);
    if (found === undefined) return [];
    const { line, column, message } = found;
    return [
      {
        code: 'KF102',
        severity: 'error',
        message: `broken YAML in ${label}: ${message}`,
        help: 'fix it: the objects of this file are not compared',
        places: [{ file: posix.join(folder, file), line, column }],
      },
    ];
  });
  return [...unread, ...broken];
}
