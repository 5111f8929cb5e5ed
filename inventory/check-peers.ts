import { isIP } from 'node:net';
import type { ValuePath } from '../shape';
import type { Peers } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';

/**
 * Finds what is wrong in network peers.
 * @param own the steps from the environment to the peers
 */
export function checkPeers({ cidrs = [], namespaces = [] }: Peers, own: ValuePath): InventoryProblem[] {
  const problems = checkCidrs(cidrs, [...own, 'cidrs']);
  for (const [index, namespace] of namespaces.entries()) {
    if (isDnsLabel(namespace)) continue;
    const path = [...own, 'namespaces', index];
    problems.push(problem(path, `"${namespace}" is not a namespace`, 'use a-z, 0-9 and -'));
  }
  if (cidrs.length + namespaces.length > 0) return problems;
  return [noPeer(own)];
}

/**
 * Finds what is wrong in address ranges.
 * @param own the steps from the environment to the list of them
 */
export function checkCidrs(cidrs: readonly string[], own: ValuePath): InventoryProblem[] {
  return cidrs.flatMap((cidr, index) => {
    if (isCidr(cidr)) return [];
    return [problem([...own, index], `"${cidr}" is not an address range`, 'write it as 10.0.0.0/8')];
  });
}

/** The problem of peers that name nobody. */
export function noPeer(own: ValuePath): InventoryProblem {
  const help = 'an empty list would let in everybody; name a range';
  return problem(own, `${String(own.at(-1))} names no peer`, help);
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const size = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= size;
}
