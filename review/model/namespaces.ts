/** Stands for a function namespace in what is said of several at once. */
const NAMESPACE = '<namespace>';

/** The function namespace whose gateway host a host is; undefined for a host of another kind. */
export function namespaceOfHost(host: string): string | undefined {
  return /^(.+)-ksvc-gateway\./.exec(host)?.[1];
}

/** A text in which a function namespace's name, as a whole part of a name, is replaced by a placeholder. */
export function withoutNamespace(text: string, namespace: string | undefined): string {
  if (namespace === undefined) return text;
  const quoted = namespace.replace(/[^A-Za-z0-9-]/g, '\\$&');
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${quoted}(?![A-Za-z0-9])`, 'g'), NAMESPACE);
}
