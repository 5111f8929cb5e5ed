/** How what is rendered gets to the clusters, and who looks after it. Data, not behaviour. */
export interface Delivery {
  readonly repository: Repository;
  /**
   * Who reviews what belongs to no team: the program, the environments, the manifests that are no function's. As
   * CODEOWNERS names people: `@user`, `@organisation/team` or a mail address.
   */
  readonly owners: readonly string[];
  /**
   * The Argo CD that delivers to the clusters.
   * @default - nothing is rendered for Argo CD
   */
  readonly argocd?: ArgoCd;
  /**
   * The Flux of each cluster. With both, a cluster takes its manifests from one of them: from the one whose objects are
   * applied.
   * @default - nothing is rendered for Flux
   */
  readonly flux?: Flux;
}

/** Where the rendered manifests are. */
export interface Repository {
  /** As Argo CD and Flux clone it: `https://…` or `ssh://…`. */
  readonly url: string;
  /** The branch that the clusters follow. */
  readonly branch: string;
  /** The folder of the manifests, at the top of the repository: where `kfaas synth` writes. */
  readonly folder: string;
}

/** The Argo CD that looks after the clusters. One serves them all. */
export interface ArgoCd {
  /** Its own namespace, in which ApplicationSets are read. */
  readonly namespace: string;
  /**
   * The clusters that Argo CD knows by other names, by the cluster's name.
   * @default - each cluster is registered under its own name, and its AppProject is `kfaas-<environment>`
   */
  readonly destinations?: Readonly<Record<string, Destination>>;
}

/** A cluster as Argo CD knows it. */
export interface Destination {
  /** The AppProject: which repositories and namespaces its Applications may use. */
  readonly project: string;
  /** The name under which the cluster is registered. */
  readonly cluster: string;
}

/** The Flux of each cluster: it follows the repository from inside. */
export interface Flux {
  /** The namespace of its controllers and of its objects. */
  readonly namespace: string;
}

/** Where Argo CD brings the objects of a cluster. */
export function destinationOf(
  { destinations = {} }: ArgoCd,
  environment: string,
  cluster: string,
): Destination {
  return destinations[cluster] ?? { project: `kfaas-${environment}`, cluster };
}
