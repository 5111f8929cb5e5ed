import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeclaredOrder, RuntimeTable } from '../base';
import type { FunctionSpec, RouteOfFunction } from '../catalog';
import type { PlatformProfile } from '../platform';
import { FunctionRoute } from './function-route';
import { FunctionService } from './function-service';
import { RevisionBounds } from './revision-bounds';

export interface FunctionManifestsProps {
  readonly function: FunctionSpec;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
  /** Names of the Secrets with which its image is pulled. @default [] */
  readonly imagePullSecrets?: readonly string[];
  /** Requests that a revision gets at once from one Envoy, where the function says nothing. */
  readonly requests: number;
  /** What functions of a runtime get that say nothing, where it differs from the defaults. @default {} */
  readonly runtimes?: RuntimeTable;
  /**
   * Where its routes are rendered.
   * @default - in a VirtualService of its own
   */
  readonly placement?: RoutePlacement;
}

/** Where the routes of a function are rendered that overlap with another function's. */
export type RoutePlacement =
  /** In its own VirtualService, together with those of others. */
  | {
      readonly kind: 'host';
      readonly rules: readonly RouteOfFunction[];
      readonly orders: readonly DeclaredOrder[];
    }
  /** In the VirtualService of another function. */
  | { readonly kind: 'guest' };

/** All objects of one function in one function namespace: what its one rendered file holds. */
export class FunctionManifests extends Construct {
  /** In the order in which they are in the file. */
  public readonly objects: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: FunctionManifestsProps) {
    super(scope, id);
    const { placement } = props;
    const { service } = props.function;
    const bounds = service && new RevisionBounds(this, 'Bounds', { ...props, service });
    const workload = service && new FunctionService(this, 'Service', { ...props, service });
    const { rules, orders } = placement?.kind === 'host' ? placement : {};
    const route =
      placement?.kind === 'guest' ? undefined : new FunctionRoute(this, 'Route', { ...props, rules, orders });
    this.objects = [...(bounds?.rules ?? []), workload?.service, route?.virtualService].flatMap(
      (object) => object ?? [],
    );
  }
}
