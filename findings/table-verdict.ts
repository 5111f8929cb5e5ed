/** What was decided about one route table: all routes that answer for one host on one gateway. */
export interface TableVerdict {
  /**
   * The cluster of `environments/` that the table belongs to.
   * @default - the table was read from elsewhere and belongs to none
   */
  readonly cluster?: string;
  /** `<namespace>/<name>` of the gateway. */
  readonly gateway: string;
  readonly host: string;
  /** How many routes the table has. */
  readonly routes: number;
  /**
   * Whether every request reaches the same outcome in whatever order the VirtualServices were created. `undecided`
   * where the budget ended first, which is no pass.
   */
  readonly orderIndependent: 'proved' | 'broken' | 'undecided';
}
