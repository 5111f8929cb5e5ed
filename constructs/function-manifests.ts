import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { FunctionSpec } from '../catalog';
import type { PlatformProfile } from '../platform';
import { FunctionRoute } from './function-route';
import { FunctionService } from './function-service';

export interface FunctionManifestsProps {
  readonly function: FunctionSpec;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
}

/** All objects of one function in one function namespace: what its one rendered file holds. */
export class FunctionManifests extends Construct {
  /** In the order in which they stand in the file. */
  public readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: FunctionManifestsProps) {
    super(scope, id);
    const { service } = props.function;
    const workload = service && new FunctionService(this, 'Service', { ...props, service });
    const route = new FunctionRoute(this, 'Route', props);
    this.objects = workload === undefined ? [route.virtualService] : [workload.service, route.virtualService];
  }
}
