/** Somebody who may read a cluster: a user, a group, or a service account of a pod in it. */
export type Reader =
  /** A group, as the cluster's authentication names it, such as `oncall` or `oidc:faas-oncall`. */
  | { readonly group: string }
  /** A user, as the cluster's authentication names it, such as `kim@example.com`. */
  | { readonly user: string }
  /** A service account, as `namespace/name`, such as that of a CronJob that looks for drift. */
  | { readonly serviceAccount: string };
