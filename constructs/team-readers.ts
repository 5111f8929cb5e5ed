import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { LABEL } from '../base';
import { defineAccess, groupSubject } from './access';

export interface TeamReadersProps {
  readonly team: string;
  /** The group of the team's people. */
  readonly group: string;
  /** The function namespace. */
  readonly namespace: string;
  /** The Knative Services of the team's functions there. */
  readonly services: readonly string[];
}

/**
 * What a team's people may read in a function namespace: the Knative Services of its functions, and the Routes and Configurations
 * that Knative makes of them under the same names. RBAC knows no labels, so the Role names them. `list` and `watch` of named
 * objects are requests for one by its name (`kubectl get ksvc saas-showroom --watch`), and not for all of a namespace.
 */
export class TeamReaders extends Construct {
  /** In the order in which they are in the file. */
  public readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, { team, group, namespace, services }: TeamReadersProps) {
    super(scope, id);
    this.objects = defineAccess(this, 'Team', {
      name: `kfaas-team-${team}`,
      namespace,
      labels: { [LABEL.team]: team },
      subjects: [groupSubject(group)],
      rules: [
        {
          apiGroups: ['serving.knative.dev'],
          resources: ['services', 'routes', 'configurations'],
          resourceNames: services,
          verbs: ['get', 'list', 'watch'],
        },
      ],
    });
  }
}
