import { compareText, LABEL } from '../../../base';
import type { Review, Risk } from '../../risks';
import type {
  FunctionRollout,
  ClusterName,
  EquivalentChange,
  ObjectChange,
  RequestChange,
  RouteTree,
  RouteTreeNode,
} from '../../model';
import { markup, type Html } from './escape';
import { clusterKey } from './places';
import { labelOf } from '../text';

/** What an entry of the page is found by; undefined where a filter does not concern it, so that it always stays. */
export interface EntryFacts {
  readonly teams?: readonly string[];
  readonly where: readonly ClusterName[];
  /** Codes of the risks that it was seen in. */
  readonly risks?: readonly string[];
}

/** What the page can be filtered by: all that its entries have, clusters as a change reaches them, all else sorted. */
export interface Facets {
  readonly teams: readonly string[];
  readonly clusters: readonly ClusterName[];
  readonly risks: readonly Risk['code'][];
  /** The attributes by which the script finds an entry: places in the three lists, since names may be hostile. */
  readonly attributes: (facts: EntryFacts) => Html;
}

/** Gathers what a review can be filtered by. */
export function facetsOf(review: Review): Facets {
  const { requests, objects, risks, rollouts, functionRollouts = [], environments } = review;
  const entries: EntryFacts[] = [
    ...risks.map(riskFacts),
    ...requests.changes.map((change, index) => requestFacts(review, change, index)),
    ...requests.equivalent.map(equivalentFacts),
    ...requests.trees.map(treeFacts),
    ...rollouts,
    ...functionRollouts.map(functionRolloutFacts),
    ...objects.map((change, index) => objectFacts(review, change, index)),
  ];
  const named = new Map(
    entries
      .flatMap(({ where }) => where)
      .filter(({ cluster }) => cluster !== '')
      .map((place) => [clusterKey(place), place]),
  );
  const teams = sorted(entries.flatMap((entry) => entry.teams ?? []));
  const rankOf = (key: string) => environments.indexOf(named.get(key)?.environment ?? '');
  const keys = [...sorted(named.keys())].sort((a, b) => rankOf(a) - rankOf(b));
  const codes = sorted(risks.map(({ code }) => code));
  return {
    teams,
    clusters: keys.flatMap((key) => named.get(key) ?? []),
    risks: codes,
    attributes: ({ teams: of, where, risks: seen }) => {
      const clusters = placesIn(keys, where.map(clusterKey));
      const team = of && markup` data-team="${placesIn(teams, of)}"`;
      const risk = seen && markup` data-risk="${placesIn(codes, seen)}"`;
      return markup` data-entry data-cluster="${clusters}"${team}${risk}`;
    },
  };
}

export function riskFacts({ teams, where, code }: Risk): EntryFacts {
  return { teams, where, risks: [code] };
}

/** A request change concerns the teams that had the requests, and those that get them. */
export function requestFacts(
  { risks }: Pick<Review, 'risks'>,
  { before, after, where }: RequestChange,
  index: number,
): EntryFacts {
  const teams = sorted([before, after].flatMap((answer) => teamOf(answer?.function)));
  const seen = risks.filter(({ requestChanges }) => requestChanges.includes(index));
  return { teams, where, risks: seen.map(({ code }) => code) };
}

/** A function that is renamed concerns its teams, the rest no team; no risk is seen where no request changes. */
export function equivalentFacts({ kind, before, after, where }: EquivalentChange): EntryFacts {
  const facts: EntryFacts = { where, risks: [] };
  return kind === 'function-renamed' ? { ...facts, teams: sorted([before, after].flatMap(teamOf)) } : facts;
}

/**
 * An object change concerns the team that the object is labelled with, and, where it has no such label, those that its
 * risks concern: a risk that many objects share is about all their teams.
 */
export function objectFacts(
  { risks }: Pick<Review, 'risks'>,
  { before, after, where }: ObjectChange,
  index: number,
): EntryFacts {
  const seen = risks.filter(({ objectChanges }) => objectChanges.includes(index));
  const own = sorted([before, after].flatMap(labelledTeam));
  const teams = own.length > 0 ? own : sorted(seen.flatMap((risk) => risk.teams));
  return { teams, where, risks: seen.map(({ code }) => code) };
}

/** A tree concerns the teams of all routes that it shows: those above a change have what it leaves. */
export function treeFacts({ root, where }: RouteTree): EntryFacts {
  return { teams: sorted(teamsBelow(root)), where };
}

function teamsBelow({ routes, children }: RouteTreeNode): readonly string[] {
  return [
    ...routes.flatMap(({ before, after }) => [...teamOf(before), ...teamOf(after)]),
    ...children.flatMap(teamsBelow),
  ];
}

/** The team of a function, `<team>/<name>`. */
function teamOf(name: string | undefined): readonly string[] {
  const slash = name?.indexOf('/') ?? -1;
  return name === undefined || slash === -1 ? [] : [name.slice(0, slash)];
}

function labelledTeam(object: unknown): readonly string[] {
  const team = labelOf(object, LABEL.team);
  return team === undefined ? [] : [team];
}

function placesIn(all: readonly string[], some: readonly string[]): string {
  const wanted = new Set(some);
  return all.flatMap((name, place) => (wanted.has(name) ? [place] : [])).join(' ');
}

/** Without doubles, by code units: `localeCompare` would give another order under another locale. */
function sorted<T extends string>(texts: Iterable<T>): readonly T[] {
  return [...new Set(texts)].sort(compareText);
}

/** A rollout of a function concerns its team. */
export function functionRolloutFacts({ function: id, clusters }: FunctionRollout): EntryFacts {
  return { where: clusters, teams: [id.slice(0, id.indexOf('/'))] };
}
