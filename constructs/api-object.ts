import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { SYNC_WAVE, syncWave } from './sync-waves';

/** Labels that every object of KFaas carries. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'kfaas' } as const;

/** A generated class of API objects: its `manifest` turns typed properties into plain values. */
export interface ObjectClass<Props> {
  manifest(props: Props): unknown;
}

/**
 * A kind in a shape that the generated classes do not have any more, such as a removed beta version's: its properties
 * are the manifest already.
 * @param apiVersion the version to write, as the cluster's profile says
 */
export function plainKind<Props extends object>(apiVersion: string, kind: string): ObjectClass<Props> {
  return { manifest: (props) => ({ apiVersion, kind, ...props }) };
}

/**
 * Defines a Kubernetes object whose shape comes from a generated class and whose `apiVersion` comes from the
 * platform profile: the versions that KFaas renders share one shape, so one class serves them all.
 * @param apiVersion as the cluster's profile says; by default that of the class
 */
export function defineObject<Props>(
  scope: Construct,
  id: string,
  kind: ObjectClass<Props>,
  props: Props,
  apiVersion?: string,
): ApiObject {
  return new ApiObject(scope, id, manifestOf(kind, props, apiVersion));
}

/**
 * Defines an object whose manifest is final: nothing in it is lazy and nothing patches it later. Handing it on
 * as it is, instead of resolving, copying and sorting it, takes a third off the time that a function costs, and
 * there are tens of thousands of them.
 */
export function defineFixedObject<Props>(
  scope: Construct,
  id: string,
  kind: ObjectClass<Props>,
  props: Props,
  apiVersion?: string,
): ApiObject {
  return new FixedObject(scope, id, manifestOf(kind, props, apiVersion));
}

/** The manifest with its version and its sync wave: what every object has that is rendered. */
function manifestOf<Props>(
  kind: ObjectClass<Props>,
  props: Props,
  version: string | undefined,
): ApiObjectProps {
  const manifest = kind.manifest(props) as ApiObjectProps;
  const apiVersion = version ?? manifest.apiVersion;
  const { metadata } = manifest;
  const annotations = { [SYNC_WAVE]: syncWave(apiVersion, manifest.kind), ...metadata?.annotations };
  return { ...manifest, apiVersion, metadata: { ...metadata, annotations } };
}

class FixedObject extends ApiObject {
  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: ApiObjectProps,
  ) {
    super(scope, id, manifest);
  }

  /** The manifest itself; fields that are `undefined` are no part of it. */
  public override toJson(): ApiObjectProps {
    return this.manifest;
  }

  public override addJsonPatch(): never {
    throw new Error(`${this.node.path} is final; change it where it is defined`);
  }
}
