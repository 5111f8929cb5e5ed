/** Something to be reported about the versions of a cluster. */
export interface VersionProblem {
  /**
   * `unknown`: no version, or none that is known. `impossible`: versions that cannot work together. `override`: an
   * override that the versions do not take. `untested`: nobody has tried them together, or they are only assumed.
   * `behaviour`: what they do in spite of what is rendered.
   */
  readonly kind: 'unknown' | 'impossible' | 'override' | 'untested' | 'behaviour';
  /** The steps from the cluster to the value at fault, such as `platform`, `istio`. */
  readonly field: readonly string[];
  readonly message: string;
  readonly help: string;
}

/** Whether there is no profile with such a problem, or it is only worth knowing. */
export const PROBLEM_SEVERITY: Readonly<Record<VersionProblem['kind'], 'error' | 'warning'>> = {
  unknown: 'error',
  impossible: 'error',
  override: 'error',
  untested: 'warning',
  behaviour: 'warning',
};
