import type { FindingCode, Severity } from '../../findings';
import type { RouteProblem } from './route-problem';
import type { VirtualServiceRemark } from '../istio';
import type { MatchRemark } from '../model';

interface Wording {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: (text: string) => string;
  readonly help: string;
}

/** The code and the text of the finding for each kind of remark. */
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
    message: (text) => `${text} is not modelled: what it matches is unknown`,
    help: 'match on the request alone, or check this host by other means',
  },
  'ignored-by-version': {
    code: 'KF613',
    severity: 'error',
    message: (text) => `this Istio version does not have ${text}: the field is silently ignored`,
    help: 'remove the field, or upgrade Istio first',
  },
  unmatchable: {
    code: 'KF610',
    severity: 'error',
    message: (text) => `${text} cannot occur in a request`,
    help: 'start it with a slash and remove queries, spaces and non-ASCII characters: requests encode those',
  },
  malformed: {
    code: 'KF614',
    severity: 'error',
    message: (text) => text,
    help: "follow Istio's reference for VirtualService; Istio rejects the object otherwise",
  },
  'malformed-later': {
    code: 'KF614',
    severity: 'warning',
    message: (text) => text,
    help: "follow Istio's reference for VirtualService; newer versions reject the object otherwise",
  },
  unserved: {
    code: 'KF617',
    severity: 'error',
    message: (text) => text,
    help: 'correct the host, or add it to a server of the Gateway: no request reaches the VirtualService by it',
  },
  'unserved-there': {
    code: 'KF617',
    severity: 'warning',
    message: (text) => text,
    help: 'correct the host, or add it to a server of the Gateway, if requests are meant to come through it',
  },
  'delegate-ignored': {
    code: 'KF619',
    severity: 'warning',
    message: (text) => text,
    help: 'narrow the matches of the delegate to those of the rule that delegates, and export it to that namespace',
  },
  'delegate-unused': {
    code: 'KF619',
    severity: 'note',
    message: (text) => text,
    help: 'name its hosts, or delegate to it, unless VirtualServices outside the input do',
  },
  unseen: {
    code: 'KF622',
    severity: 'warning',
    message: (text) => text,
    help: "export it to the namespace of the Gateway's Pods as well, or to all by *",
  },
  'assumed-namespace': {
    code: 'KF622',
    severity: 'note',
    message: (text) => text,
    help: 'check that its Pods run there: those of another namespace see other VirtualServices',
  },
  'assumed-workloads': {
    code: 'KF625',
    severity: 'note',
    message: (text) => text,
    help: 'give both the same selector if they are meant for the same Pods',
  },
  'assumed-service': {
    code: 'KF627',
    severity: 'note',
    message: (text) => text,
    help: 'check the labels and the ports of the Pods: if it is otherwise, servers on two ports share a listener and its routes',
  },
  'differing-services': {
    code: 'KF627',
    severity: 'error',
    message: (text) => text,
    help: 'let the Services that select its Pods lead a port to the same one',
  },
  'refused-server': {
    code: 'KF626',
    severity: 'error',
    message: (text) => text,
    help: 'leave one out, or give it a port or a host of its own',
  },
};

/** Converts a remark to a problem. */
export function problemOf({ kind, text, path, index, help }: VirtualServiceRemark): RouteProblem {
  const { code, severity, message, help: defaultHelp } = WORDINGS[kind];
  return {
    code,
    severity,
    message: message(text),
    help: help ?? defaultHelp,
    positions: [{ virtualService: index, path }],
  };
}
