import type { FindingCode, Severity } from '../findings';
import type { RouteProblem } from './problem';
import type { VirtualServiceRemark } from './read-virtual-service';
import type { MatchRemark } from './remark';

interface Wording {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: (text: string) => string;
  readonly help: string;
}

/** What each kind of remark is as a finding. */
const WORDINGS: Readonly<Record<MatchRemark['kind'], Wording>> = {
  'regex-rejected': {
    code: 'KF403',
    severity: 'error',
    message: (text) => `the regex ${text}`,
    help: 'Envoy would reject the whole route table with it; write an RE2 expression',
  },
  'not-modelled': {
    code: 'KF611',
    severity: 'error',
    message: (text) => `${text} is not modelled: which requests match cannot be told`,
    help: 'match on the request alone, or judge this host by other means',
  },
  'ignored-by-version': {
    code: 'KF613',
    severity: 'error',
    message: (text) => `this Istio version does not have ${text}: it is left out without a word`,
    help: 'leave the field out, or upgrade Istio before it is used',
  },
  unmatchable: {
    code: 'KF610',
    severity: 'error',
    message: (text) => `${text} is none that a request can have`,
    help: 'start it with a slash and leave out queries, spaces and what is not ASCII: requests encode those',
  },
  malformed: {
    code: 'KF614',
    severity: 'error',
    message: (text) => text,
    help: "write it as Istio's reference for VirtualService says; Istio rejects the object otherwise",
  },
};

/** Makes a finding of a remark. */
export function problemOf({ kind, text, path, index, help }: VirtualServiceRemark): RouteProblem {
  const { code, severity, message, help: usual } = WORDINGS[kind];
  return {
    code,
    severity,
    message: message(text),
    help: help ?? usual,
    spots: [{ virtualService: index, path }],
  };
}
