import type { Finding } from '../../findings';
import type {
  ClusterName,
  ConnectionChange,
  FunctionRollout,
  ObjectChange,
  RequestReview,
  Rollout,
} from '../model';
import type { Risk } from './risk';

/** Everything that is to be reported about a change. */
export interface Review {
  /** What the two sides are called. */
  readonly base: string;
  readonly head: string;
  /** What keeps files from being read; what is in them is not judged. */
  readonly problems: readonly Finding[];
  /** On what the verdict rests beside the manifests, a sentence each: assumed versions, files that were not read. */
  readonly assumptions: readonly string[];
  readonly requests: RequestReview;
  /**
   * Connections that go to other destinations.
   * @default - none
   */
  readonly connections?: readonly ConnectionChange[];
  readonly objects: readonly ObjectChange[];
  /** The most severe first. */
  readonly risks: readonly Risk[];
  readonly rollouts: readonly Rollout[];
  /**
   * The rollouts of functions that the change begins, moves or ends.
   * @default - none
   */
  readonly functionRollouts?: readonly FunctionRollout[];
  /** The environments of both sides, in the order in which a change travels. */
  readonly environments: readonly string[];
  /**
   * Where the files of both sides can be read on the web.
   * @default - not known
   */
  readonly web?: WebAddresses;
  /**
   * Domains at which function namespaces can be reached over HTTPS from outside of their clusters.
   * @default - none is known
   */
  readonly domains?: readonly NamespaceDomain[];
}

/** A domain of a function namespace, in one cluster. */
export interface NamespaceDomain extends ClusterName {
  readonly namespace: string;
  readonly host: string;
}

/** Where files can be read on the web. */
export interface WebAddresses {
  /** @default - those of the base are not on the web */
  readonly before?: FolderAddresses | undefined;
  /** @default - those of the head are not on the web */
  readonly after?: FolderAddresses | undefined;
  /** The page that explains the codes of findings. @default - the project has none */
  readonly findings?: string | undefined;
}

/** Addresses to which the path of a file is added. */
interface FolderAddresses {
  /** Of the working folder, with a slash at its end. */
  readonly project: string;
  /** Of the folder of manifests, with a slash at its end. */
  readonly manifests: string;
}

/** Whether anything differs at all. */
export function isDifferent({ requests, objects }: Review): boolean {
  return requests.verdict !== 'same' || requests.equivalent.length > 0 || objects.length > 0;
}
