import type { Inventory } from '../inventory';
import type { ManifestObject } from '../manifests';
import type { HostPattern, TeamRules } from '../takeover';

/** What runs in one cluster. */
export interface ImportSource {
  readonly cluster: string;
  readonly objects: readonly ManifestObject[];
}

/** What is imported, and into what. */
export interface ImportRequest {
  readonly sources: readonly ImportSource[];
  readonly inventory: Pick<Inventory, 'environments' | 'names'>;
  /** The catalog's folder. */
  readonly functions: string;
  readonly environmentSource: (file: string) => string | undefined;
  /** Hosts that are gateway hosts beside those of the environments. */
  readonly patterns: readonly HostPattern[];
  /** The teams of Knative Services, and the label that names a team. */
  readonly teamsBy: Pick<TeamRules, 'mapping' | 'label'>;
  /** Whether to leave out what cannot be imported as a whole, instead of everything. */
  readonly isPartial: boolean;
}
