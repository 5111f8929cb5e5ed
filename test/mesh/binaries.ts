import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The programs that a mesh is made of. */
export interface MeshBinaries {
  /** istiod: `pilot-discovery`. */
  readonly pilot: string;
  readonly envoy: string;
}

const CACHE = resolve(__dirname, '../../.mesh/bin');

/** Finds the programs: as the environment names them, else in the cache that `prepare.sh` fills. */
export function findBinaries(): MeshBinaries | { readonly missing: readonly string[] } {
  const pilot = process.env.KFAAS_PILOT ?? join(CACHE, 'pilot-discovery');
  const envoy = process.env.KFAAS_ENVOY ?? join(CACHE, 'envoy');
  const missing = [pilot, envoy].filter((file) => !existsSync(file));
  return missing.length > 0 ? { missing } : { pilot, envoy };
}

/** Finds istioctl in the same way; `undefined` where there is none. */
export function findIstioctl(): string | undefined {
  const istioctl = process.env.KFAAS_ISTIOCTL ?? join(CACHE, 'istioctl');
  return existsSync(istioctl) ? istioctl : undefined;
}

/** Finds Prometheus' promtool in the same way; `undefined` where there is none. */
export function findPromtool(): string | undefined {
  const promtool = process.env.KFAAS_PROMTOOL ?? join(CACHE, 'promtool');
  return existsSync(promtool) ? promtool : undefined;
}
