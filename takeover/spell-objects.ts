import { isMapping, textOf } from '../base';
import type { ManifestObject } from '../manifests';

/** An object whose API group was spelled wrongly. */
export interface RespelledObject {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/** Objects that an API server would take. */
export interface SpelledObjects {
  readonly objects: readonly ManifestObject[];
  readonly respelled: readonly RespelledObject[];
}

const GROUPS = ['networking.istio.io', 'serving.knative.dev'];

/**
 * Gives API groups of Istio and Knative the letters that they have: a group is told by its exact spelling, and no API server takes
 * `networking.Istio.io/v1alpha3`.
 */
export function spellObjects(objects: readonly ManifestObject[]): SpelledObjects {
  const respelled: RespelledObject[] = [];
  const spelled = objects.map((one, index): ManifestObject => {
    const { object } = one;
    const from = isMapping(object) ? textOf(object.apiVersion) : undefined;
    const [group = '', version = ''] = from?.split('/') ?? [];
    const right = GROUPS.find((known) => known === group.toLowerCase());
    const to = `${right ?? ''}/${version.toLowerCase()}`;
    if (!isMapping(object) || from === undefined || right === undefined || to === from) return one;
    respelled.push({ index, from, to });
    return { ...one, object: { ...object, apiVersion: to } };
  });
  return { objects: spelled, respelled };
}
