import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A rendered object, as far as it is looked at here. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** All objects of a folder of rendered manifests. */
export function renderedObjects(folder: string): readonly RenderedObject[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
    .map((document) => document.toJS() as RenderedObject);
}

/** Names an object as kubectl does: `<kind>.<group>`, and its namespace and name. */
export function nameOf({ apiVersion, kind, metadata: { namespace = '', name } }: RenderedObject): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  return `${group === '' ? kind : `${kind}.${group}`} ${namespace}/${name}`;
}
