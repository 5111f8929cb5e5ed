/** In how many random cases a property is tried: by `npm test`, and by `npm run test:long`. */
export interface PropertyRuns {
  readonly quick: number;
  readonly long: number;
}

/** The number that this run of the tests takes. */
export function propertyRuns({ quick, long }: PropertyRuns): number {
  return process.env.KFAAS_LONG_TESTS === undefined ? quick : long;
}
