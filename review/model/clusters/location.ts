/** A cluster of a snapshot. Both fields are empty for manifests that belong to no cluster folder. */
export interface ClusterName {
  /** The name of its environment, such as `prod`. */
  readonly environment: string;
  readonly cluster: string;
}

/** The location of requests: a host on the listeners of one cluster. */
export interface HostLocation extends ClusterName {
  /** The function namespace of a gateway host; undefined for other hosts. */
  readonly namespace: string | undefined;
  readonly host: string;
  /** `<namespace>/<name>` of the Gateways, or `mesh`. */
  readonly gateways: readonly string[];
  /** The listener's port; undefined for all ports that no match names. */
  readonly port: number | undefined;
}

/** The location of an object. */
export interface ObjectLocation extends ClusterName {
  /** Undefined for an object without a namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** Whether the namespace is KFaas's own, which holds objects of all function namespaces. @default false */
  readonly isShared?: boolean;
  /** The path of the file below the snapshot's folder, with forward slashes. */
  readonly file: string;
  /**
   * The previous name of a renamed object.
   * @default - it is not renamed
   */
  readonly from?: { readonly namespace: string | undefined; readonly name: string };
}
