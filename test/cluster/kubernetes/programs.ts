import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBinaries, type MeshBinaries } from '../../mesh/binaries';

/** The programs and files of a cluster. */
export interface ClusterPrograms extends MeshBinaries {
  readonly apiServer: string;
  readonly etcd: string;
  readonly kubectl: string;
  /** The files of CustomResourceDefinitions. */
  readonly definitions: readonly string[];
}

const FOLDER = resolve(__dirname, '../../../.cluster');

/** Finds what `prepare.sh` brought. Names what is missing, the network of `in-own-network.sh` included. */
export function findPrograms(): ClusterPrograms | { readonly missing: readonly string[] } {
  const mesh = findBinaries();
  const apiServer = join(FOLDER, 'bin/kube-apiserver');
  const etcd = join(FOLDER, 'bin/etcd');
  const kubectl = join(FOLDER, 'bin/kubectl');
  const definitions = ['istio', 'knative', 'cert-manager', 'prometheus-operator'].map((name) =>
    join(FOLDER, `crds/${name}.yaml`),
  );
  const missing = [apiServer, etcd, kubectl, ...definitions].filter((file) => !existsSync(file));
  if (process.env.KFAAS_OWN_NETWORK === undefined) missing.push('a network of its own');
  if ('missing' in mesh) return { missing: [...missing, ...mesh.missing] };
  return missing.length > 0 ? { missing } : { ...mesh, apiServer, etcd, kubectl, definitions };
}

/** The programs where all are there; else says how many tests are skipped, and for want of what. */
export function programsOrSkip(tests: string): ClusterPrograms | undefined {
  const found = findPrograms();
  if (!('missing' in found)) return found;
  process.stderr.write(`SKIPPED: ${tests}; missing: ${found.missing.join(', ')}\n`);
  return undefined;
}
