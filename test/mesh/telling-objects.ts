import { isMapping, listOf } from '../../base';
import { regexProblem } from '../../re2';
import type { ContractCase } from '../routing/contract-cases';

/** VirtualServices whose rules answer with their own name instead of sending requests on: `<namespace>/<name> <rule>`. */
export function tellingObjects(virtualServices: readonly object[]): object[] {
  return virtualServices.map((object) => {
    const { metadata, spec, ...rest } = object as {
      readonly metadata: { readonly namespace: string; readonly name: string };
      readonly spec: Readonly<Record<string, unknown>>;
    };
    const http = listOf(spec.http).map((rule, place) => ({
      ...(isMapping(rule) && rule.match !== undefined ? { match: rule.match } : {}),
      // A rule that delegates has the answers of its delegate.
      ...(isMapping(rule) && rule.delegate !== undefined
        ? { delegate: rule.delegate }
        : {
            directResponse: {
              status: 200,
              body: { string: `${metadata.namespace}/${metadata.name} ${place}` },
            },
          }),
    }));
    return { ...rest, metadata, spec: { ...spec, http } };
  });
}

/** Why a case cannot be asked of a mesh on one machine; `undefined` where it can. */
export function inexpressible({ virtualServices, gateway, requests }: ContractCase): string | undefined {
  const text = JSON.stringify(virtualServices);
  if (gateway === 'mesh') return 'the mesh is sidecars, not a gateway';
  if (/"port":\d/.test(text)) return 'the ports of listeners are chosen by the test';
  if (text.includes('"scheme"')) return 'Envoy takes the scheme from the connection, which is plain here';
  if (text.includes('"delegate"')) return 'a delegate has no answer of its own';
  if (text.includes('"http":[]')) return 'Istio refuses a VirtualService without rules';
  const regexes = [...text.matchAll(/"regex":("(?:[^"\\]|\\.)*")/g)].map(
    ([, literal = '']) => JSON.parse(literal) as string,
  );
  if (regexes.some((regex) => regexProblem(regex) !== undefined))
    return 'Istio refuses a regex that RE2 does not compile';
  if (requests.some(({ request }) => (request.scheme ?? 'http') !== 'http')) return 'the connection is plain';
  return undefined;
}
