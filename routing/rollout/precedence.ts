/** One step of a rollout: a VirtualService is created, changed or deleted, atomically. */
export interface RolloutStep {
  readonly action: 'create' | 'change' | 'delete';
  /** `<namespace>/<name>` */
  readonly virtualService: string;
}

/** A constraint on the order of steps: one of `first` must be applied before the last of `then`. */
export interface Precedence<Step> {
  readonly first: readonly Step[];
  readonly then: readonly Step[];
}
