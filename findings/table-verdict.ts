/** The verdict on one route table: all routes of one host on one gateway. */
export interface TableVerdict {
  /**
   * The cluster of `environments/` that the table belongs to.
   * @default - the table does not belong to a cluster
   */
  readonly cluster?: string;
  /**
   * The folder whose manifests are judged by themselves.
   * @default - all manifests are judged together
   */
  readonly folder?: string;
  /** `<namespace>/<name>` of the gateway. */
  readonly gateway: string;
  readonly host: string;
  /** Number of routes in the table. */
  readonly routes: number;
  /**
   * How many of them belong to VirtualServices in the folder of foreign routes.
   * @default - KFaas knows of none there
   */
  readonly foreign?: number;
  /**
   * Whether every request reaches the same outcome for every creation order of the VirtualServices. `undecided` if
   * the budget was exhausted; this does not count as a pass.
   */
  readonly orderIndependent: 'proved' | 'broken' | 'undecided';
}
