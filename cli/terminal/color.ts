/**
 * Whether output to a stream may be coloured: the stream is a terminal, and the environment variable NO_COLOR is
 * unset or empty (https://no-color.org). Captured output, as in continuous integration, has no colour.
 */
export function mayColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR = '' } = process.env;
  return stream.isTTY === true && NO_COLOR === '';
}
