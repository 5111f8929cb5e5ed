import type { Names } from '../base';
import type { Catalog, CatalogFunction } from '../catalog';
import type { ClusterPlatform } from '../constructs';
import type { Finding, TableVerdict } from '../findings';
import type { Delivery, Environment } from '../inventory';
import type { RunRecord, TreeChange } from '../manifests';
import type { RouteCheck } from '../precedence';

/** What the program reads. */
export interface Inputs {
  readonly environments: readonly Environment[];
  /**
   * How the manifests are delivered to the clusters.
   * @default - nothing is rendered for Argo CD and Flux
   */
  readonly delivery?: Delivery;
  /** What the company calls things. @default DEFAULT_NAMES */
  readonly names?: Names;
  /** The catalog's folder. */
  readonly functions: string;
  /**
   * The texts of catalog files as they would be, by their paths, in place of those in the folder.
   * @default - the files are as they are
   */
  readonly proposed?: ReadonlyMap<string, string>;
  /**
   * The folder of foreign routes: VirtualServices that are in clusters and that KFaas does not render, in folders
   * `<environment>/<cluster>`. They are judged together with those of the catalog.
   * @default - nothing is foreign; the same where the folder does not exist
   */
  readonly foreign?: string | undefined;
  /** Returns the text of an environment's file, to find lines in. */
  readonly environmentSource: (file: string) => string | undefined;
  /**
   * What earlier runs left in the output folder.
   * @default - everything is read, checked and rendered anew
   */
  readonly record?: RunRecord;
}

/** What the program reads, and where it writes. */
export interface Program extends Inputs {
  /** The output folder. */
  readonly output: string;
}

/** The result of checking the program's inputs. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** The verdict on each gateway and host; none where the catalog has errors that come first. */
  readonly tables: readonly TableVerdict[];
  readonly functions: number;
  readonly clusters: number;
  /** The declaration of each team without errors, by its name. */
  readonly teams: Catalog['teams'];
  /** Returns the text of a file that a finding points at. */
  readonly source: (file: string) => string | undefined;
}

/** The result of a run: a change of the output folder, or none where there are errors. */
export interface Outcome extends Checked {
  readonly change: TreeChange | undefined;
}

/** Everything that manifests are rendered from. */
export interface Ready {
  readonly platforms: readonly ClusterPlatform[];
  /** The declaration of each team, by its name. */
  readonly teams: Catalog['teams'];
  readonly functions: readonly CatalogFunction[];
  /** Stands for the foreign routes: the same key, the same routes. */
  readonly foreignKey: string;
  readonly routes: RouteCheck;
}

/** The result of loading and checking. */
export interface Prepared {
  readonly checked: Checked;
  /** What was checked, with or without errors; undefined where the environments have errors, or the catalog's files. */
  readonly judged?: Ready;
  /** What is to be rendered; undefined where there is any error. */
  readonly ready?: Ready;
}
