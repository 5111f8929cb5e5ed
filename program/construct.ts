import type { CatalogFunction } from '../catalog';
import {
  placementOf,
  renderClusters,
  renderDelivery,
  type DeliveredFile,
  type ManifestFile,
} from '../constructs';
import type { Program, Ready } from './program';

/**
 * Renders every manifest, one file after the other, so that only one function is held in memory at a time: the
 * clusters first, then what Argo CD and Flux read.
 * @param existing returns the paths of a function's files where an earlier run left them all in the output folder
 * and they are up to date; the function is then not rendered
 */
export function* construct(
  { delivery }: Program,
  { platforms, teams, functions, routes }: Ready,
  existing: (declared: CatalogFunction) => readonly string[] | undefined,
): Generator<ManifestFile> {
  const delivered: DeliveredFile[] = [];
  const teamOf = (team: string) => teams.get(team);
  for (const file of renderClusters(platforms, functions, placementOf(routes.groups), existing, teamOf)) {
    const { path, objects, function: source } = file;
    if (objects > 0) delivered.push({ path, objects, function: source?.id });
    yield file;
  }
  if (delivery === undefined) return;
  for (const { path, text } of renderDelivery(delivery, delivered)) yield { path, objects: 0, text };
}
