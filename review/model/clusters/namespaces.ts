/** The placeholder of a function namespace in a key that several namespaces share. */
const NAMESPACE = '<namespace>';

/** Returns the function namespace of a gateway host; undefined for other hosts. */
export function namespaceOfHost(host: string): string | undefined {
  return /^(.+)-ksvc-gateway\./.exec(host)?.[1];
}

/** Replaces the name of a function namespace by a placeholder, where it is a whole part of a name. */
export function withoutNamespace(text: string, namespace: string | undefined): string {
  if (namespace === undefined) return text;
  const quoted = namespace.replace(/[^A-Za-z0-9-]/g, '\\$&');
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${quoted}(?![A-Za-z0-9])`, 'g'), NAMESPACE);
}
