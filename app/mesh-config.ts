import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../base';
import type { RoutingRules } from '../routing';

/** What a mesh configuration says of routing, in place of the defaults of the Istio version. */
export type MeshSettings = Partial<
  Pick<RoutingRules, 'defaultExportTo' | 'pathNormalization' | 'trustsForwardedProto'>
>;

/** The values of `pathNormalization.normalization`. */
const NORMALIZATIONS: Readonly<Record<string, RoutingRules['pathNormalization']>> = {
  DEFAULT: 'BASE',
  NONE: 'NONE',
  BASE: 'BASE',
  MERGE_SLASHES: 'MERGE_SLASHES',
  DECODE_AND_MERGE_SLASHES: 'DECODE_AND_MERGE_SLASHES',
};

/**
 * Reads `defaultVirtualServiceExportTo`, `pathNormalization` and `defaultConfig.gatewayTopology.numTrustedProxies` of a mesh configuration:
 * a MeshConfig, an IstioOperator or the values of a chart with one, or the ConfigMap `istio` of a cluster.
 */
export function readMeshConfig(
  file: string,
): { readonly settings: MeshSettings } | { readonly problem: string } {
  try {
    const config = meshConfigIn(load(readFileSync(file, 'utf8')));
    if (config === undefined) return { problem: `${file} has no mesh configuration` };
    const { defaultVirtualServiceExportTo: exportTo, pathNormalization, defaultConfig } = config;
    const { numTrustedProxies } = mappingOf(mappingOf(defaultConfig).gatewayTopology);
    const namespaces = listOf(exportTo).flatMap((name) => textOf(name) ?? []);
    const named = isMapping(pathNormalization) ? textOf(pathNormalization.normalization) : undefined;
    const normalization = NORMALIZATIONS[named ?? 'DEFAULT'];
    if (normalization === undefined) {
      return {
        problem: `${file}: "${named ?? ''}" is no pathNormalization: ${Object.keys(NORMALIZATIONS).join(', ')}`,
      };
    }
    return {
      settings: {
        ...(namespaces.length > 0 && { defaultExportTo: namespaces }),
        ...(named !== undefined && { pathNormalization: normalization }),
        ...(typeof numTrustedProxies === 'number' && { trustsForwardedProto: numTrustedProxies > 0 }),
      },
    };
  } catch (error) {
    return { problem: `${file} cannot be read: ${(error as Error).message}` };
  }
}

function meshConfigIn(read: unknown): Mapping | undefined {
  if (!isMapping(read)) return undefined;
  const { data, spec, meshConfig } = read;
  if (isMapping(meshConfig)) return meshConfig;
  if (isMapping(spec)) return isMapping(spec.meshConfig) ? spec.meshConfig : undefined;
  if (!isMapping(data)) return read;
  const inner: unknown = load(textOf(data.mesh) ?? '');
  return isMapping(inner) ? inner : undefined;
}
