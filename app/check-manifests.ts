import type { Finding, TableVerdict } from '../findings';
import {
  firstOfNames,
  readManifestFiles,
  readManifests,
  type ReadManifests,
  type UnreadManifest,
} from '../manifests';
import { routingRulesOf, type RoutingRules } from '../platform';
import { assumedGatewayProblems, checkTables, routeTables, type RouteProblem } from '../routing';

/** What a check of manifests finds. */
export interface ManifestCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/** What is taken for granted in a check. */
export interface CheckAssumptions {
  /**
   * Whether Gateways that are not among the manifests serve exactly the hosts of their VirtualServices, each on a listener of its
   * own. If not, a finding names each of them.
   * @default false
   */
  readonly assumeGateways?: boolean;
}

/** The kinds that decide which VirtualService answers a request. */
export const ROUTING_KINDS = ['VirtualService', 'Gateway'] as const;

/**
 * Checks the VirtualServices of a folder, whoever wrote them: one table for each gateway and host.
 * @returns `undefined` where the Istio version is not known
 */
export function checkManifests(
  folder: string,
  istio: string,
  assumptions: CheckAssumptions = {},
): ManifestCheck | undefined {
  const rules = routingRulesOf(istio);
  if (rules === undefined) return undefined;
  return checkRead(readManifests(folder, ...ROUTING_KINDS), rules, assumptions);
}

/** Checks the VirtualServices of some files, which are applied together. */
export function checkManifestFiles(
  files: readonly string[],
  istio: string,
  assumptions: CheckAssumptions = {},
): ManifestCheck | undefined {
  const rules = routingRulesOf(istio);
  if (rules === undefined) return undefined;
  return checkRead(readManifestFiles(files, ...ROUTING_KINDS), rules, assumptions);
}

function checkRead(
  { objects, unread, source }: ReadManifests,
  rules: RoutingRules,
  { assumeGateways = false }: CheckAssumptions,
): ManifestCheck {
  const { kept, repeated } = firstOfNames(objects);
  const twice = repeated.map(({ name, message, again, first }): Finding => ({
    code: 'KF616',
    severity: 'error',
    message,
    help: 'check one cluster at a time, or leave one out; only the first is judged',
    places: [again, first].map(({ placeOf }) => ({ ...placeOf(['metadata', 'name']), object: name })),
  }));
  const routes = routeTables(kept, rules);
  const { tables, problems } = checkTables(routes, rules);
  const assumed = assumeGateways ? [] : assumedGatewayProblems(routes);
  const findings = [...problems, ...assumed].map(({ positions, ...problem }: RouteProblem): Finding => {
    const places = positions.flatMap(({ virtualService, path }, index) => {
      const object = problem.routes?.[index]?.virtualService;
      const place = objects[virtualService]?.placeOf(path);
      return place === undefined ? [] : [{ ...place, ...(object === undefined ? {} : { object }) }];
    });
    return { ...problem, places };
  });
  return { tables, findings: [...unread.map(unreadFinding), ...twice, ...findings], source };
}

function unreadFinding({ file, line, column, message, isSystem }: UnreadManifest): Finding {
  return isSystem
    ? {
        code: 'KF101',
        severity: 'error',
        message: `${file} cannot be read: ${message}`,
        help: 'name a folder of manifests that you may read',
        places: [],
      }
    : {
        code: 'KF102',
        severity: 'error',
        message: `broken YAML: ${message}`,
        help: 'fix it: the objects of this file are not checked',
        places: [{ file, line, column }],
      };
}
