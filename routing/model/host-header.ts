import { mappingOf, textOf, type Mapping } from '../../base';

/** Whether a header is the Host, which says to whom a request is sent. */
export function isHostHeader(name: string): boolean {
  return /^(host|:authority)$/i.test(name);
}

/** Returns the Host that `headers.request.set` of a rule or a destination sets. */
export function hostSetBy(entry: Mapping): string | undefined {
  const set = mappingOf(mappingOf(mappingOf(entry.headers).request).set);
  const name = Object.keys(set).find(isHostHeader);
  return name === undefined ? undefined : textOf(set[name]);
}
