import { ENVIRONMENTS } from './environments';
import { posix } from 'node:path';
import type { Finding, Place } from './findings';
import { contentKey, manifestStore, objectFormat, type GitProblem, type ManifestStore } from './manifests';
import {
  clusterPairs,
  objectChanges,
  readSide,
  requestReview,
  risksOf,
  serviceChanges,
  type AssumedVersion,
  type ReadSide,
  type Review,
  type SideFile,
} from './review';
import { openSides, type OpenedSide, type OpenedSides, type SidesRequest } from './sides';

/** What is to be reviewed. */
export interface ReviewRequest extends SidesRequest {
  /** The Istio version whose rules hold on both sides. @default - each cluster's own */
  readonly istio?: string;
  /** Is told what is being done, in a few words, and how much of it is done, from 0 to 1. */
  readonly progress?: (task: string, done: number) => void;
}

/** Works out what a change does to requests and to objects, how risky that is, and in which order it may be applied. */
export async function reviewChange(request: ReviewRequest): Promise<Review | GitProblem> {
  const store = manifestStore(objectFormat());
  request.progress?.('reading manifests', 0);
  const sides = await openSides(request, store);
  if ('problem' in sides) return sides;
  const review = reviewSides(sides, store, request);
  if (request.source !== 'changed') return review;
  return { ...review, assumptions: [...review.assumptions, CHANGED_ALONE] };
}

/** Reviews two sides that are open. */
export function reviewSides(
  sides: OpenedSides,
  store: ManifestStore,
  { istio, progress = () => undefined }: Pick<ReviewRequest, 'istio' | 'progress'> = {},
): Review {
  const known = new Map(
    ENVIRONMENTS.flatMap(({ clusters }) =>
      clusters.map(({ name, platform }) => [name, platform.istio] as const),
    ),
  );
  const [before, after] = [sides.base, sides.head].map(({ label, tree }) =>
    readSide(label, filesOf(tree.files, store), { given: istio, known }),
  ) as [ReadSide, ReadSide];
  const pairs = clusterPairs(before, after, sides);
  progress('comparing objects', 0);
  const objects = objectChanges(pairs);
  const { requests, rollouts, assumptions } = requestReview(pairs, serviceChanges(pairs), (done) =>
    progress('comparing requests', done / pairs.length),
  );
  progress('comparing requests', 1);
  return {
    base: before.label,
    head: after.label,
    problems: [sides.base, sides.head].flatMap((side) => problemsOf(side, store)),
    assumptions: [...sides.remarks, ...assumedVersions(before), ...assumedVersions(after), ...assumptions],
    requests,
    objects,
    risks: risksOf({ requests, objects, rollouts }).map((risk) => ({
      ...risk,
      places: risk.places.map((place) => placed(place, sides)),
    })),
    rollouts,
  };
}

const CHANGED_ALONE =
  'Only the files that differ were read. What is said of requests holds where kfaas check proves both sides and no route takes every path; a request that is said to change may also be taken, with the same outcome, by a route that was not read.';

/** A place with the way to its file from the working folder: manifests are named from the folder of their side. */
function placed(place: Place, { base, head }: OpenedSides): Place {
  const side = [head, base].find(({ tree }) => tree.files.has(place.file));
  return side === undefined ? place : { ...place, file: posix.join(side.folder, place.file) };
}

/** The files of a side; each content is parsed when it is first asked for, whichever files and sides have it. */
function filesOf(files: ReadonlyMap<string, string>, store: ManifestStore): ReadonlyMap<string, SideFile> {
  const known = new Map<string, SideFile>();
  return new Map(
    [...files].map(([path, hash]): [string, SideFile] => {
      const key = contentKey(hash, path);
      const file = known.get(key) ?? { hash: key, objects: () => store.parsed(hash, path).objects };
      known.set(key, file);
      return [path, file];
    }),
  );
}

function assumedVersions({ label, assumed }: ReadSide): string[] {
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
function problemsOf({ label, folder, tree }: OpenedSide, store: ManifestStore): Finding[] {
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
        help: 'mend it: what stands in this file is not compared',
        places: [{ file: posix.join(folder, file), line, column }],
      },
    ];
  });
  return [...unread, ...broken];
}
