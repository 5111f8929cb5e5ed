import { dirname } from 'node:path';
import { groupBy, isMapping } from '../base';
import { unreadFile, type Finding, type TableVerdict } from '../findings';
import { firstOfNames, readInputs, type ManifestObject } from '../manifests';
import { routingRulesOf, type RoutingRules } from '../platform';
import {
  assumedGatewayProblems,
  checkTables,
  missingServices,
  routeTables,
  type RouteProblem,
} from '../routing';
import type { MeshSettings } from './mesh-config';
import { passedOverFindings, unservedVersions } from './unjudged-manifests';
import { UNREAD_KINDS, unreadFindings } from './unread-kinds';

/** What a check of manifests finds. */
export interface ManifestCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/** How a check reads and judges manifests. */
export interface CheckOptions {
  /**
   * Whether Gateways that are not among the manifests serve exactly the hosts of their VirtualServices, each on a listener of its
   * own. If not, a finding names each of them.
   * @default false
   */
  readonly assumeGateways?: boolean;
  /**
   * The namespace of objects that name none, and that no kustomization gives one.
   * @default default
   */
  readonly namespace?: string;
  /**
   * Whether the files of each folder are judged by themselves, as variants of one mesh.
   * @default false
   */
  readonly eachFolder?: boolean;
  /**
   * What the mesh configuration says.
   * @default - the defaults of the Istio version
   */
  readonly mesh?: MeshSettings;
}

/** The kinds that decide which VirtualService answers a request. */
export const ROUTING_KINDS = ['VirtualService', 'Gateway'] as const;

/** The kinds by which destinations are looked for. */
const SERVICE_KINDS = ['Service', 'ServiceEntry', 'DestinationRule'] as const;

/**
 * Checks the VirtualServices of some inputs, whoever wrote them: one table for each gateway and host.
 * @param inputs folders, files, and `-` for standard input
 * @returns `undefined` where the Istio version is not known
 */
export function checkManifests(
  inputs: readonly string[],
  istio: string,
  options: CheckOptions = {},
): ManifestCheck | undefined {
  const usual = routingRulesOf(istio);
  if (usual === undefined) return undefined;
  const { namespace, eachFolder = false, mesh } = options;
  const rules = { ...usual, ...mesh };
  const read = readInputs(inputs, {
    kinds: ROUTING_KINDS,
    also: [...SERVICE_KINDS, ...UNREAD_KINDS],
    namespace,
  });
  const parts = eachFolder ? byFolder(read.objects) : [{ objects: read.objects }];
  const checks = parts.map((part) => checkRead(part, { rules, istio, options }));
  return {
    tables: checks.flatMap(({ tables }) => tables),
    findings: [
      ...read.unread.map((file) => unreadFile(file, UNREAD_HELP)),
      ...passedOverFindings(read.passedOver),
      ...unreadFindings(read.objects),
      ...checks.flatMap(({ findings }) => findings),
    ],
    source: read.source,
  };
}

/** What to do with a file that cannot be read. */
const UNREAD_HELP = {
  file: 'name a folder of manifests that you may read',
  yaml: 'fix it: the objects of this file are not checked',
};

/** Objects that are applied together. */
interface Part {
  readonly objects: readonly ManifestObject[];
  /** @default - all inputs */
  readonly folder?: string;
}

function byFolder(objects: readonly ManifestObject[]): readonly Part[] {
  const folders = groupBy(objects, ({ file }) => dirname(file));
  return [...folders].map(([folder, own]) => ({ folder, objects: own }));
}

function checkRead(
  { objects, folder }: Part,
  {
    rules,
    istio,
    options: { assumeGateways = false },
  }: { readonly rules: RoutingRules; readonly istio: string; readonly options: CheckOptions },
): Pick<ManifestCheck, 'tables' | 'findings'> {
  const { kept, repeated } = firstOfNames(objects);
  // Copies of a Service or a DestinationRule change no route.
  const routing = repeated.filter(({ again: { object } }) => isMapping(object) && isRouting(object.kind));
  const twice = routing.map(({ name, message, again, first }): Finding => ({
    code: 'KF616',
    severity: 'error',
    message,
    help: 'check one cluster at a time, or leave one out; only the first is judged',
    places: [again, first].map(({ placeOf }) => ({ ...placeOf(['metadata', 'name']), object: name })),
  }));
  const routes = routeTables(kept, rules);
  const { tables, problems } = checkTables(routes, rules);
  const assumed = assumeGateways ? [] : assumedGatewayProblems(routes);
  const found = [...problems, ...assumed, ...missingServices(routes, kept)];
  const findings = found.map(({ positions, ...problem }: RouteProblem): Finding => {
    const places = positions.flatMap(({ virtualService, path }, index) => {
      const object = problem.routes?.[index]?.virtualService;
      const place = objects[virtualService]?.placeOf(path);
      return place === undefined ? [] : [{ ...place, ...(object === undefined ? {} : { object }) }];
    });
    return { ...problem, places };
  });
  return {
    tables: folder === undefined ? tables : tables.map((table) => ({ ...table, folder })),
    findings: [...unservedVersions(objects, istio), ...twice, ...findings],
  };
}

/** Whether objects of a kind decide which VirtualService answers a request. */
export function isRouting(kind: unknown): boolean {
  return ROUTING_KINDS.some((known) => known === kind);
}
