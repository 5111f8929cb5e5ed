import { remarked, type Condition } from '../model';
import { isPathText, ROOT_PATH, type Language } from '../text';
import type { Mapping } from '../../base';
import type { Needs } from './source';
import { noLanguage, stringMatchOf } from './string-match';

/** A match, read. */
export interface ReadMatch {
  readonly path: Language;
  readonly conditions: readonly Condition[];
  /** Whether Istio counts the Envoy route as one that matches everything. */
  readonly catchAll: boolean;
  /** Whether Istio 1.5 to 1.7 end the VirtualService here: on `/` without headers and query parameters. */
  readonly rootPrefix: boolean;
  /** The Gateways that it is for, as it writes them; undefined for all of its VirtualService. */
  readonly gateways: readonly string[] | undefined;
  /** The listener's port that it is for. */
  readonly port: number | undefined;
  /** What it asks of the proxy. @default - nothing */
  readonly needs?: Needs;
}

/** Most matches ask for nothing but a path. */
const NO_CONDITIONS: readonly Condition[] = [];

/** Stands for a match that Istio rejects: it takes no request, so that nothing is concluded from it. */
export const UNREADABLE: ReadMatch = {
  path: remarked(noLanguage('')),
  conditions: NO_CONDITIONS,
  catchAll: false,
  rootPrefix: false,
  gateways: undefined,
  port: undefined,
};

/** Fast path for the usual match: only a prefix or an exact path, without a remark. */
export function readPlainPath(match: Mapping): ReadMatch | undefined {
  for (const field in match) if (field !== 'uri') return undefined;
  const uri = match.uri === undefined ? undefined : stringMatchOf(match.uri);
  if (uri === undefined || uri.kind === 'present' || uri.kind === 'regex') return undefined;
  const { kind, text } = uri;
  if (text === ROOT_PATH || !isPathText(text)) return undefined;
  return {
    path: kind === 'prefix' ? { kind, text } : { kind: 'values', values: [text] },
    conditions: NO_CONDITIONS,
    catchAll: false,
    rootPrefix: false,
    gateways: undefined,
    port: undefined,
  };
}
