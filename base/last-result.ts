/** Returns the same pure function, which remembers its last result: many findings about one file come in a row. */
export function lastResult<K, T>(compute: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly result: T } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, result: compute(key) };
    return last.result;
  };
}
