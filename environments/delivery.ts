/** How what is rendered gets to the clusters, and who looks after it. Data, not behaviour. */
export interface Delivery {
  readonly repository: Repository;
  /**
   * Who reviews what belongs to no team: the program, the environments, what is rendered. As CODEOWNERS names people:
   * `@user`, `@organisation/team` or a mail address.
   */
  readonly owners: readonly string[];
  readonly argocd: ArgoCd;
  readonly flux: Flux;
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
  /** Where each cluster's objects go, by the cluster's name. */
  readonly destinations: Readonly<Record<string, Destination>>;
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

/** How the company's manifests are delivered. */
export const DELIVERY: Delivery = {
  repository: { url: 'https://git.example.com/platform/kfaas.git', branch: 'main', folder: 'dist' },
  owners: ['@example/kfaas-platform'],
  argocd: {
    namespace: 'argocd',
    destinations: {
      'test-cn': { project: 'kfaas-test', cluster: 'test-cn' },
      'staging-cn': { project: 'kfaas-staging', cluster: 'staging-cn' },
      'prod-cn': { project: 'kfaas-prod', cluster: 'prod-cn' },
      'prod-us': { project: 'kfaas-prod', cluster: 'prod-us' },
      'prod-eu': { project: 'kfaas-prod', cluster: 'prod-eu' },
      'prod-sg': { project: 'kfaas-prod', cluster: 'prod-sg' },
    },
  },
  flux: { namespace: 'flux-system' },
};
