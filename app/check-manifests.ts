import type { Finding, TableVerdict } from '../findings';
import {
  firstOfNames,
  readManifestFiles,
  readManifests,
  type ReadManifests,
  type UnreadManifest,
} from '../manifests';
import { routingRulesOf, type RoutingRules } from '../platform';
import { checkTables, routeTables, type RouteProblem } from '../routing';

/** What a check of manifests finds. */
export interface ManifestCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** Gives the text of a file that findings speak of. */
  readonly source: (file: string) => string | undefined;
}

/**
 * Checks the VirtualServices of a folder, whoever wrote them: one table for each gateway and host.
 * @returns `undefined` where the Istio version is not known
 */
export function checkManifests(folder: string, istio: string): ManifestCheck | undefined {
  const rules = routingRulesOf(istio);
  return rules === undefined ? undefined : checkRead(readManifests(folder, 'VirtualService'), rules);
}

/** Checks the VirtualServices of some files, which are applied together. */
export function checkManifestFiles(files: readonly string[], istio: string): ManifestCheck | undefined {
  const rules = routingRulesOf(istio);
  return rules === undefined ? undefined : checkRead(readManifestFiles(files, 'VirtualService'), rules);
}

function checkRead({ objects, unread, source }: ReadManifests, rules: RoutingRules): ManifestCheck {
  const { kept, repeated } = firstOfNames(objects);
  const twice = repeated.map(({ name, message, again, first }): Finding => ({
    code: 'KF616',
    severity: 'error',
    message,
    help: 'check one cluster at a time, or leave one out; only the first is judged',
    places: [again, first].map(({ placeOf }) => ({ ...placeOf(['metadata', 'name']), object: name })),
  }));
  const { tables, problems } = checkTables(routeTables(kept, rules), rules);
  const findings = problems.map(({ positions, ...problem }: RouteProblem): Finding => {
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
