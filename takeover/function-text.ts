import type { Mapping } from '../base';
import { toYaml } from '../manifests';

/** The most VirtualServices that a file's comment names. */
const NAMED = 3;

/** Fields of a function file in the order in which people read them. */
const ORDER = [
  'runtime',
  'description',
  'routes',
  'backends',
  'deployedElsewhere',
  'calls',
  'service',
  'rollout',
  'before',
  'environments',
  'overlays',
];

/**
 * The text of a catalog file: its declaration below the line by which editors find the schema, and a comment that says where it comes from.
 * @param origins what it was taken over from, in words
 */
export function catalogFileText(
  schema: 'function' | 'team',
  declaration: Mapping,
  origins: readonly string[],
): string {
  const fields = Object.entries(declaration).sort(([a], [b]) => placeOf(a) - placeOf(b));
  const more = origins.length - NAMED;
  const named = [...origins.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])];
  const lines = [
    `# yaml-language-server: $schema=../../schemas/${schema}.schema.json`,
    ...named.map((origin, index) => (index === 0 ? `# Imported from ${origin}` : `#   and ${origin}`)),
  ];
  return `${lines.join('\n')}\n${toYaml(Object.fromEntries(fields))}`;
}

function placeOf(field: string): number {
  const place = ORDER.indexOf(field);
  return place === -1 ? ORDER.length : place;
}
