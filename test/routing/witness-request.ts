import type { Witness } from '../../findings';
import type { NaiveRequest } from './naive-evaluator';

/**
 * The request that a witness represents, as a client sends it.
 * @param usualHost where the witness asks for no host
 */
export function requestOfWitness(witness: Witness, usualHost = 'h.example'): NaiveRequest {
  const { method, path, headers, query, scheme } = witness;
  const asked = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return {
    method,
    host: headers.host ?? usualHost,
    headers,
    path: asked.length === 0 ? path : `${path}?${asked.join('&')}`,
    ...(scheme === 'https' || scheme === 'http' ? { scheme } : {}),
  };
}
