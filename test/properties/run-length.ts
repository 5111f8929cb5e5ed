/** What the quick run of the tests takes, `npm test`, and what the long one does, `npm run test:long`. */
export interface ByRunLength<T> {
  readonly quick: T;
  readonly long: T;
}

/** What this run of the tests takes. */
export function byRunLength<T>({ quick, long }: ByRunLength<T>): T {
  return process.env.KFAAS_LONG_TESTS === undefined ? quick : long;
}
