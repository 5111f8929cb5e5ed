/** A block of IP addresses of one family, as numbers. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** The number of bits that all of its addresses have in common. */
  readonly length: number;
}

/** Whether a text is an IP address; of IPv6, with or without a zone. */
export function isAddress(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent < 0) return addressOf(text) !== undefined;
  return percent < text.length - 1 && addressOf(text.slice(0, percent))?.family === 6;
}

/** Whether a text is an address, or a block of addresses (`10.0.0.0/8`). */
export function isSubnet(text: string): boolean {
  return blockOf(text) !== undefined || isAddress(text);
}

/**
 * Reads a block of addresses, or one address. Bits behind the length do not count: `10.1.2.3/8` is `10.0.0.0/8`.
 * @returns undefined for other texts, and for addresses with a zone
 */
export function blockOf(text: string): AddressBlock | undefined {
  const [name = '', bits, ...more] = text.split('/');
  const address = addressOf(name);
  if (address === undefined || more.length > 0) return undefined;
  const { family, value } = address;
  const width = WIDTHS[family];
  const length = bits === undefined ? width : /^(?:0|[1-9]\d{0,2})$/.test(bits) ? Number(bits) : Infinity;
  if (length > width) return undefined;
  const free = BigInt(width - length);
  const first = (value >> free) << free;
  return { family, first, last: first + (1n << free) - 1n, length };
}

/** The number of bits of an address. */
const WIDTHS = { 4: 32, 6: 128 } as const;

/** Returns an address as text; of IPv6, with all eight groups. */
export function spellAddress(family: AddressBlock['family'], value: bigint): string {
  const [size, base, separator] = family === 4 ? ([8n, 10, '.'] as const) : ([16n, 16, ':'] as const);
  const count = WIDTHS[family] / Number(size);
  const groups = Array.from(
    { length: count },
    (_, at) => (value >> (BigInt(count - 1 - at) * size)) & ((1n << size) - 1n),
  );
  return groups.map((group) => group.toString(base)).join(separator);
}

function addressOf(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  const four = ipv4Of(text);
  if (four !== undefined) return { family: 4, value: joined(four, 8n) };
  const six = ipv6Of(text);
  return six && { family: 6, value: joined(six, 16n) };
}

function joined(groups: readonly number[], size: bigint): bigint {
  return groups.reduce((value, group) => (value << size) | BigInt(group), 0n);
}

function ipv4Of(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isValid =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isValid ? parts.map(Number) : undefined;
}

/** The eight groups of an IPv6 address, of which `::` stands for one or more zeros, and the last two may be written as IPv4. */
function ipv6Of(text: string): readonly number[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2) return undefined;
  const last = halves.at(-1)?.at(-1) ?? '';
  const embedded = last.includes('.') && text.endsWith(last) ? ipv4Of(last) : undefined;
  if (embedded !== undefined) {
    const [a = 0, b = 0, c = 0, d = 0] = embedded;
    halves.at(-1)?.splice(-1, 1, ((a << 8) | b).toString(16), ((c << 8) | d).toString(16));
  }
  const [head = [], tail] = halves;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given >= 8) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - given }, () => '0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}
