/**
 * Whether text that is written to a stream may be coloured: the stream is a terminal, and the environment variable
 * NO_COLOR is unset or empty (https://no-color.org). Nothing else decides: where output is captured, as in continuous
 * integration, it stays plain.
 */
export function mayColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR = '' } = process.env;
  return stream.isTTY === true && NO_COLOR === '';
}
