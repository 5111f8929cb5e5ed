import type { ServiceDeclaration, VolumeDeclaration } from '../catalog';
import type { ServiceSpecTemplateSpecVolumes as Volume } from '../imports/serving.knative.dev';

/** The volumes of a function's pods as a manifest lists them; `undefined` where there are none. */
export function functionVolumes({ volumes }: ServiceDeclaration): Volume[] | undefined {
  if (volumes === undefined) return undefined;
  return Object.entries(volumes).map(([name, { emptyDir, ...source }]) => ({
    name,
    ...source,
    ...(emptyDir === undefined ? {} : { emptyDir: withText(emptyDir) }),
  }));
}

/** An emptyDir whose size is a text, whichever way the catalog spells it. */
function withText({ sizeLimit, ...rest }: NonNullable<VolumeDeclaration['emptyDir']>): Volume['emptyDir'] {
  return { ...rest, ...(sizeLimit === undefined ? {} : { sizeLimit: String(sizeLimit) }) };
}
