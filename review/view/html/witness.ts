import { spellCurl, spellRequest, type Witness } from '../../../findings';
import type { HostLocation } from '../../model';
import type { Review } from '../../risks';
import { markup, type Html } from './escape';

/**
 * A request, and a button that copies it as a curl command; the script shows the button, which has no use without it.
 * @param where the hosts that answer it, in clusters; without one, the request itself is copied
 */
export function witnessBox(
  { domains = [] }: Pick<Review, 'domains'>,
  witness: Witness,
  where: readonly HostLocation[] = [],
): Html {
  const origin = originOf(domains, where);
  const command = origin === undefined ? spellRequest(witness) : spellCurl(witness, origin);
  return markup`<div class="witness"><span class="label">Try</span><code tabindex="0">${spellRequest(witness)}</code>\
<button type="button" data-copy="${command}" title="Copy as a curl command" hidden>Copy</button></div>`;
}

/** A domain that leads to one of some hosts; else the first host, over plain HTTP, which is known inside its cluster only. */
function originOf(
  domains: NonNullable<Review['domains']>,
  where: readonly HostLocation[],
): string | undefined {
  for (const { environment, cluster, namespace } of where) {
    const domain = domains.find(
      (one) => one.environment === environment && one.cluster === cluster && one.namespace === namespace,
    );
    if (domain !== undefined) return `https://${domain.host}`;
  }
  const [first] = where;
  return first === undefined ? undefined : `http://${first.host}`;
}
