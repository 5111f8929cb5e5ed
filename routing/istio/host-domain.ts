import type { Domain } from '../model';
import type { Language } from '../text';
import { regexReader } from './string-match';

/** The authorities of requests to a host: the host itself, and with a port behind it. */
export function domainOf(host: string): Domain {
  const suffix = host.replace(/^\*/, '');
  const quoted = suffix.replace(/[^a-z0-9-]/g, '\\$&');
  const source = `(?i)${host.startsWith('*') ? '[a-z0-9.-]+' : ''}${quoted}(:[0-9]{1,5})?`;
  const read = regexReader().read(source);
  const authority: Language = 'language' in read ? read.language : { kind: 'values', values: [host] };
  return { authority, host: suffix === host ? host : `a${suffix}` };
}
