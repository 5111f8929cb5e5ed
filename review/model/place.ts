/** One cluster of a side, by the folder that holds its manifests; both are empty for a folder that is not laid out by clusters. */
export interface ClusterName {
  /** `test`, `staging` or `prod`. */
  readonly environment: string;
  readonly cluster: string;
}

/** Where requests arrive: a host on the listeners of one cluster. */
export interface HostPlace extends ClusterName {
  /** The function namespace whose gateway host it is; undefined for a host of another kind. */
  readonly namespace: string | undefined;
  readonly host: string;
  /** `<namespace>/<name>` of the Gateways that the statement holds for, or `mesh`. */
  readonly gateways: readonly string[];
  /** The listener's port; undefined for every port that no match names. */
  readonly port: number | undefined;
}

/** Where an object stands. */
export interface ObjectPlace extends ClusterName {
  /** Undefined for an object that is in no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The file, below the side's folder, with forward slashes. */
  readonly file: string;
  /**
   * What an object that is renamed was called there before.
   * @default - it is not renamed
   */
  readonly from?: { readonly namespace: string | undefined; readonly name: string };
}
