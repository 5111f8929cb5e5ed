import { isMapping, textOf } from '../base';
import type { Finding } from '../findings';
import type { ManifestObject, PassedOver } from '../manifests';
import { servedByIstio } from '../platform';

/** The kinds whose API versions came together. */
const SERVED_ALIKE: ReadonlySet<string> = new Set([
  'VirtualService',
  'Gateway',
  'DestinationRule',
  'ServiceEntry',
]);

/** API groups that are, or were meant to be, one of Istio's. */
const ISTIO_GROUP = /(^|\.)istio\.io\//i;

/** Reports objects under an API version that Istio does not serve: no cluster has them, so they are not judged as its routes. */
export function unservedVersions(objects: readonly ManifestObject[], istio: string): readonly Finding[] {
  const served = servedByIstio(istio);
  return objects.flatMap(({ object, placeOf }): Finding[] => {
    if (!isMapping(object)) return [];
    const [apiVersion, kind] = [textOf(object.apiVersion) ?? '', textOf(object.kind) ?? ''];
    if (!SERVED_ALIKE.has(kind) || !ISTIO_GROUP.test(apiVersion) || served.includes(apiVersion)) return [];
    return [
      {
        code: 'KF620',
        severity: 'error',
        message: `${apiVersion} is no API version of a ${kind} that Istio ${istio} serves: a cluster does not take the object`,
        help: `write ${served.join(' or ')}`,
        places: [placeOf(['apiVersion'])],
      },
    ];
  });
}

/** Counts the files that were not judged because they are no manifests yet, or none at all. */
export function passedOverFindings({ templates, others }: PassedOver): readonly Finding[] {
  const [first] = [...templates, ...others];
  if (first === undefined) return [];
  const counts = [
    ...(templates.length === 0 ? [] : [count(templates.length, 'template')]),
    ...(others.length === 0 ? [] : [`${count(others.length, 'file')} without an object of Kubernetes`]),
  ];
  return [
    {
      code: 'KF621',
      severity: 'note',
      message: `passed over: ${counts.join(' and ')}, such as ${first}`,
      help: 'render templates first, for example by helm template',
      places: [],
    },
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
