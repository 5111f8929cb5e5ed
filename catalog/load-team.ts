import type { Finding } from '../findings';
import { DEFAULT_NAMES, isAccessName, isEverybody } from '../base';
import { checkShape, type Problem } from '../shape';
import type { TeamDeclaration } from './declaration';
import type { CatalogFile } from './files';
import { checkOwner } from './owners';
import { checkJsonValue } from './json-value';
import { CONSENT_PATTERN, teamSchema } from './schema';
import { hasDotSegment } from './path-rules';
import { locate, parseYaml } from './yaml';

/** A team and the findings of its file. The team is undefined if the file has errors. */
export interface LoadedTeam {
  readonly team: TeamDeclaration | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads a `team.yaml`.
 * @param reachable the path prefix that the site gateway forwards
 */
export function loadTeam(
  { path: file, team: name, text }: CatalogFile,
  reachable = DEFAULT_NAMES.prefix,
): LoadedTeam {
  const parsed = parseYaml(file, text);
  if (!('value' in parsed)) return { team: undefined, findings: parsed.findings };
  const unusable = checkJsonValue(parsed.value);
  if (unusable.length > 0) return { team: undefined, findings: locate(file, text, unusable, name) };
  const shaped = checkShape(teamSchema, parsed.value);
  const problems =
    'value' in shaped
      ? [
          ...shaped.value.prefixes.flatMap((prefix, index) => checkPrefix(prefix, index, reachable)),
          ...(shaped.value.owners ?? []).flatMap(checkOwner),
          ...checkGroup(shaped.value.group),
          ...(shaped.value.consents ?? []).flatMap(checkConsent),
        ]
      : shaped.problems;
  return {
    team: 'value' in shaped && problems.length === 0 ? shaped.value : undefined,
    findings: locate(file, text, problems, name),
  };
}

function checkGroup(group: string | undefined): Problem[] {
  if (group === undefined) return [];
  const path = ['group'];
  if (!isAccessName(group)) {
    const message = `${JSON.stringify(group)} is not the name of a group`;
    const help = "write it as the clusters' authentication gives it, such as saas-developers";
    return [{ code: 'KF204', path, message, help }];
  }
  if (!isEverybody(group)) return [];
  const message = `the group ${group} is everybody: all of them could read the team's Knative Services`;
  return [{ code: 'KF419', path, message, help: "name a group of the team's people, or leave it out" }];
}

function checkConsent(consent: string, index: number): Problem[] {
  if (new RegExp(CONSENT_PATTERN).test(consent)) return [];
  const message = `${JSON.stringify(consent)} names neither a function nor a team`;
  return [
    {
      code: 'KF204',
      path: ['consents', index],
      message,
      help: 'write <team>/<name> or <team>, such as saas/showroom',
    },
  ];
}

function checkPrefix(prefix: string, index: number, reachable: string): Problem[] {
  const path = ['prefixes', index];
  if (!prefix.startsWith(reachable) || prefix === reachable) {
    const message = `the prefix ${JSON.stringify(prefix)} is not under ${reachable}`;
    const help = `the site gateway forwards nothing else; write ${reachable}<team>/`;
    return [{ code: 'KF402', path, message, help }];
  }
  if (!/^(\/[!-"$-.0->@-~]+)+\/$/.test(prefix) || hasDotSegment(prefix)) {
    const message = `the prefix ${JSON.stringify(prefix)} is not whole path segments`;
    const help =
      'end it with one slash, without spaces, ?, #, // or dot segments: else it would reach into other paths';
    return [{ code: 'KF401', path, message, help }];
  }
  return [];
}
