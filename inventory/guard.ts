/** What becomes of a write that the guard does not allow. */
export type GuardAction = 'deny' | 'warn' | 'audit';

/**
 * Who may write VirtualServices that name a gateway host, and what KFaas renders in `kfaas-system`. The API server of each cluster asks at
 * every write, whatever RBAC allows: from Kubernetes 1.30 on.
 */
export interface Guard {
  /**
   * The users that may, as the API server knows them: who delivers, such as
   * `system:serviceaccount:argocd:argocd-application-controller`. At least one.
   */
  readonly writers: readonly string[];
  /**
   * What becomes of what others write. `deny`: it is refused. `warn`: it is written, and who writes it gets a warning. `audit`: it is written,
   * and the API server's audit log says so, as it does with the other two.
   * @default 'warn'
   */
  readonly action?: GuardAction;
  /**
   * A group whose members may write by hand when something is on fire. The audit log names each of their writes.
   * @default - nobody's
   */
  readonly breakGlass?: string;
}

/** What becomes of a write that the guard does not allow, where it says so or not. */
export function guardAction({ action = 'warn' }: Guard): GuardAction {
  return action;
}
