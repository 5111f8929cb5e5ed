/**
 * What of the functions a domain leads to. `'all'`: every path under `/faas/api/`, for the company's own people. Otherwise
 * what is listed, in both fields together, and nothing else.
 */
export type DomainExposure = 'all' | ListedExposure;

/** The paths and functions that a domain leads to. */
export interface ListedExposure {
  /**
   * Paths under `/faas/api/`: one that ends with a slash stands for all below it, another for itself alone. Letters, digits and
   * `/ . _ -`, which is what ingress controllers take.
   * @default []
   */
  readonly paths?: readonly string[];
  /**
   * Functions, as `<team>/<name>`: the prefixes and exact paths of their routes, and what overlays change of them.
   * @default []
   */
  readonly functions?: readonly string[];
}

/** What a domain lists; empty for one that says nothing, or `'all'`. */
export function listedExposure(exposes: DomainExposure | undefined): Required<ListedExposure> {
  const { paths = [], functions = [] } = exposes === undefined || exposes === 'all' ? {} : exposes;
  return { paths, functions };
}

/** Whether a domain says that it leads to nothing, or says nothing. */
export function exposesNothing(exposes: DomainExposure | undefined): boolean {
  const { paths, functions } = listedExposure(exposes);
  return exposes !== 'all' && paths.length + functions.length === 0;
}
