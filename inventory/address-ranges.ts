import { BlockList, isIP } from 'node:net';

/**
 * Whether an IPv4 address is in one of some ranges.
 * @param cidrs ranges that are known to be some, such as `10.0.0.0/8`
 */
export function containsAddress(cidrs: readonly string[], address: string): boolean {
  const ranges = new BlockList();
  for (const cidr of cidrs) {
    const [start = '', bits = ''] = cidr.split('/');
    ranges.addSubnet(start, Number(bits), isIP(start) === 4 ? 'ipv4' : 'ipv6');
  }
  return ranges.check(address, 'ipv4');
}
