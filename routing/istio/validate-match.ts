import { isMapping, listOf, type Mapping } from '../../base';
import { gatewayNames } from './validate-gateway-names';
import { isLabel } from './validate-names';
import { isClaim, isMatchedHeader } from './validate-texts';
import { LABELS, TEXT, textNow } from './validate-values';
import { isSet, type Validation } from './validation';

/** Names of headers that Istio 1.23.0 to 1.24.3 take in a match. */
const PLAIN_HEADER = /^[-_A-Za-z0-9]+$/;

const SOURCE_NAMESPACE = textNow('a namespace', (name) => name === '' || isLabel(name));

/**
 * Says what the webhook refuses of a match beside what its reader says: names of headers, labels and Gateways
 * (pkg/config/validation/virtualservice.go, validateHTTPRouteMatchRequest).
 * @param inMesh whether its VirtualService is bound to the mesh, where requests have no claims
 */
export function validateMatch(
  match: Mapping,
  path: readonly (string | number)[],
  inMesh: boolean,
  at: Validation,
): void {
  // Where no Gateways are named, the reader says of sources what is of the wrong shape.
  const readsSource = match.gateways === undefined || match.gateways === null;
  for (const field in match) {
    const value = match[field];
    if (!isSet(value)) continue;
    const inner = [...path, field];
    if (field === 'headers' || field === 'withoutHeaders') headers(value, field, inner, inMesh, at);
    else if (field === 'queryParams') anyByStar(value, inner, at);
    else if (field === 'gateways') gatewayNames(listOf(value), inner, at);
    else if (field === 'sourceLabels') {
      if (!readsSource || areLabels(value)) at.inside(inner, LABELS, value);
    } else if (field === 'sourceNamespace') {
      if (!readsSource || typeof value === 'string') at.inside(inner, SOURCE_NAMESPACE, value);
    } else if (field === 'name' || field === 'statPrefix') at.inside(inner, TEXT, value);
  }
}

function areLabels(value: unknown): boolean {
  return (
    isMapping(value) && Object.entries(value).every(([name, text]) => name !== '' && typeof text === 'string')
  );
}

function headers(
  value: unknown,
  field: 'headers' | 'withoutHeaders',
  path: readonly (string | number)[],
  inMesh: boolean,
  at: Validation,
): void {
  if (!isMapping(value)) return;
  for (const name of Object.keys(value)) {
    // That a name is empty, the reader says.
    if (name === '') continue;
    at.inside(
      [...path, name],
      () => {
        if (at.rules.matchHeaderNames === 'plain' && !isClaim(name) && !PLAIN_HEADER.test(name))
          at.refuse('is a header that this version takes for none: it takes letters, digits, - and _ alone');
        else if (!isMatchedHeader(name)) at.refuseNow('is no name of a header');
        if (inMesh && isClaim(name)) at.refuseNow('asks for a claim, which only Gateways know');
      },
      name,
    );
  }
  // Of headers that must not be there, `*` stands for any value.
  if (field === 'headers') anyByStar(value, path, at);
}

/** The text `*` is no regex; Istio reads it as any value where its webhook is not asked. */
function anyByStar(value: unknown, path: readonly (string | number)[], at: Validation): void {
  if (!isMapping(value)) return;
  for (const [name, compared] of Object.entries(value)) {
    if (!isMapping(compared) || compared.regex !== '*') continue;
    at.inside(
      [...path, name, 'regex'],
      () => at.refuseNow('is *, which is no regex', 'write {} or .*'),
      value,
    );
  }
}
