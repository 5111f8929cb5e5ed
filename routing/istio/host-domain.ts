import { once } from '../../base';
import type { Domain } from '../model';
import type { Language } from '../text';
import { regexReader } from './string-match';

/**
 * The authorities of requests to a host: the host itself, and with a port behind it. They are compiled when a condition asks for them,
 * which takes longer than all else that a small host needs.
 * The usual host of `*.example.com` is `any.example.com`, and that of `*` is `any.example`, which is nobody's (RFC 2606).
 */
export function domainOf(host: string): Domain {
  const suffix = host.replace(/^\*/, '');
  const authority = once(() => authoritiesOf(host, suffix));
  return {
    get authority() {
      return authority();
    },
    host: suffix === host ? host : `any${suffix === '' ? '.example' : suffix}`,
  };
}

function authoritiesOf(host: string, suffix: string): Language {
  const quoted = suffix.replace(/[^a-z0-9-]/g, '\\$&');
  const source = `(?i)${host.startsWith('*') ? '[a-z0-9.-]+' : ''}${quoted}(:[0-9]{1,5})?`;
  const read = regexReader().read(source);
  return 'language' in read ? read.language : { kind: 'values', values: [host] };
}
