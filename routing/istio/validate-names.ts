/** A label of a host's name (pkg/config/labels/instance.go). Istio takes capital letters, too. */
const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;

/** The first label of a host's name: it may begin with `*`, or be one. */
const FIRST_LABEL = /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** Names of labels of Kubernetes, behind the prefix; values of labels may be empty beside. */
const LABEL_NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Longest label of a name, and longest name of a host. */
const [LONGEST_LABEL, LONGEST_HOST, LONGEST_LABEL_PREFIX] = [63, 255, 253];

/** Whether a text is one label, as names of namespaces, Gateways and subsets are. */
export function isLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

/** Whether a text is a host's name, in which the first label may begin with `*`. */
export function isHost(text: string): boolean {
  if (text === '' || text.length > LONGEST_HOST) return false;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  return (
    first.length <= LONGEST_LABEL && FIRST_LABEL.test(first) && (dot < 0 || areLabels(text.slice(dot + 1)))
  );
}

/** Whether a text is a name with a domain or without, and without `*`. */
export function isFullName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_HOST && areLabels(text);
}

/** Labels with dots between them. The last one may be empty, and must not be a number. */
function areLabels(text: string): boolean {
  const labels = text.split('.');
  const last = labels.at(-1) ?? '';
  // A number that fits into 64 bits: what is longer is a name for Go.
  if (/^\d+$/.test(last) && BigInt(last) < 2n ** 63n) return false;
  return labels.every((label, i) => isLabel(label) || (label === '' && i === labels.length - 1));
}

/** The server name that Istio makes for a port of a service: `outbound_.80_.subset_.host`. */
export function isMadeServerName(text: string): boolean {
  if (!text.startsWith('outbound_') || text.length > LONGEST_HOST) return false;
  const [, port, , host] = text.split('_');
  return host !== undefined && /[0-9]/.test(port ?? '') && /[a-zA-Z]/.test(host);
}

/** Whether a Gateway's name is `<namespace>/<name>`, or a name with its domain. */
export function isGatewayName(text: string): boolean {
  const slash = text.indexOf('/');
  return slash < 0 ? isFullName(text) : isLabel(text.slice(0, slash)) && isLabel(text.slice(slash + 1));
}

/** Whether a text is the name of a label of Kubernetes. */
export function isLabelName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.length > LONGEST_LABEL || !LABEL_NAME.test(name)) return false;
  const prefix = text.slice(0, Math.max(slash, 0));
  return (
    slash < 0 ||
    (prefix.length <= LONGEST_LABEL_PREFIX && prefix.split('.').every((label) => LABEL.test(label)))
  );
}

/** Whether a text is the value of a label. Istio does not ask for its length. */
export function isLabelValue(text: string): boolean {
  return text === '' || LABEL_NAME.test(text);
}

/** Whether two hosts of one VirtualService have requests in common (pkg/config/host/name.go, Matches). */
export function hostsMeet(a: string, b: string): boolean {
  if (a.startsWith('*') && b.startsWith('*')) {
    const [long, short] = a.length < b.length ? [b, a] : [a, b];
    return long.slice(1).endsWith(short.slice(1));
  }
  if (a.startsWith('*')) return b.endsWith(a.slice(1));
  return b.startsWith('*') ? a.endsWith(b.slice(1)) : a === b;
}

/** Whether a host lies within another (pkg/config/host/name.go, SubsetOf). */
export function isWithinHost(inner: string, outer: string): boolean {
  if (!outer.startsWith('*')) return inner === outer;
  if (!inner.startsWith('*')) return inner.endsWith(outer.slice(1));
  return inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}
